local total = 0
for round = 0, 19 do
  local parts = {}
  for i = 0, 49999 do
    parts[#parts + 1] = "item " .. i .. ", "
  end
  total = total + #table.concat(parts) + round
end
print(total)
