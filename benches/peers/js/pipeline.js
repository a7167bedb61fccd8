// Pipelines of map, filter and fold over records and numbers, with closures that capture variables, and functions composed of
// others. Each language uses what its own library has for this.

"use strict";

const harness = require("./harness");

const THRESHOLDS = 10;

function randomOrders(random, n) {
  return Array.from({ length: n }, () => ({
    customer: random.below(1000),
    quantity: random.below(20),
    price: random.below(500),
  }));
}

// The turnover of the orders above a quantity.
function turnover(orders, threshold) {
  return orders
    .filter((order) => order.quantity > threshold)
    .map((order) => order.quantity * order.price)
    .reduce((sum, amount) => sum + amount, 0);
}

// A number made of the squares with a remainder.
function squares(n, remainder) {
  return Array.from({ length: n }, (_, i) => (i * i) % 1009)
    .filter((square) => square % 10 === remainder)
    .map((square) => square + remainder)
    .reduce((sum, square) => (sum * 31 + square) % 65521, 0);
}

// How many orders of the first customers are not small.
function largeOrders(orders, customers) {
  const limit = customers * 100;
  return orders
    .filter((order) => order.customer < limit)
    .filter((order) => order.quantity * order.price >= 1000)
    .length;
}

function compose(first, second) {
  return (x) => second(first(x));
}

// A function that goes through several steps made from a number.
function steps(by) {
  const parts = [(x) => x + by, (x) => (x * 3) % 8191, (x) => (x % 2 === 0 ? x / 2 : x), (x) => x ^ by];
  return parts.reduce((whole, part) => compose(whole, part), (x) => x);
}

function work(n) {
  const random = new harness.Random(42);
  const orders = randomOrders(random, n);
  let digest = 0;
  for (let threshold = 0; threshold < THRESHOLDS; threshold++) {
    const change = steps(threshold);
    const changed = orders.map((order) => change(order.price)).reduce((sum, x) => sum + x, 0);
    const sum = turnover(orders, threshold) + squares(n, threshold) + largeOrders(orders, threshold) + changed;
    digest = (digest * 31 + sum) % 1000003;
  }
  return digest;
}

harness.run(work);
