local sum = 0
for round = 0, 9 do
  local numbers = {}
  for i = 0, 199999 do
    numbers[i * 7919 % 1000003] = i
  end
  for i = 0, 199999 do
    sum = sum + (numbers[i * 7919 % 1000003] & 7)
  end
  sum = sum + round
end
print(sum)
