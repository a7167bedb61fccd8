-- How many steps a Collatz sequence takes to 1, with the one division that LuaJIT has.

return function(start)
  local n = start
  local count = 0
  while n ~= 1 do
    if n % 2 == 0 then n = n / 2 else n = 3 * n + 1 end
    count = count + 1
  end
  return count
end
