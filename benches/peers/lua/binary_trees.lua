-- Builds and counts complete binary trees of all depths up to n, many short-lived ones while a large one stays.
-- After the description of "binary-trees" of the Computer Language Benchmarks Game, itself after Hans Boehm's GCBench.

package.path = (arg[0]:match(".*/") or "") .. "?.lua"
local harness = require("harness")

local SMALLEST = 4

local function build(depth)
  if depth == 0 then
    return {}
  end
  return { left = build(depth - 1), right = build(depth - 1) }
end

local function count(tree)
  if not tree.left then
    return 1
  end
  return 1 + count(tree.left) + count(tree.right)
end

local function work(n)
  local deepest = math.max(n, SMALLEST + 2)
  local total = count(build(deepest + 1))
  local long_lived = build(deepest)
  for depth = SMALLEST, deepest, 2 do
    for _ = 1, 2 ^ (deepest - depth + SMALLEST) do
      total = total + count(build(depth))
    end
  end
  return total + count(long_lived)
end

harness.run(work)
