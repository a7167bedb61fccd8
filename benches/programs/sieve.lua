local function sieve(limit)
  local composite = {}
  for n = 0, limit do composite[n] = 0 end
  local count = 0
  for n = 2, limit do
    if composite[n] == 0 then
      count = count + 1
      local multiple = n * n
      while multiple <= limit do
        composite[multiple] = 1
        multiple = multiple + n
      end
    end
  end
  return count
end

local count = 0
for _ = 1, 5 do count = sieve(2000000) end
print(count)
