-- One query a line.
SELECT name, age FROM employees WHERE age > 40 ORDER BY age DESC, name LIMIT 5
SELECT team, COUNT(*) AS members, AVG(salary) AS mean, MAX(age) FROM employees GROUP BY team ORDER BY members DESC, team
SELECT COUNT(*), COUNT(salary), MIN(name), SUM(age) / COUNT(*) FROM employees
SELECT name FROM employees WHERE city = 'Oslo' AND NOT team = 'sales' OR name LIKE '%a' ORDER BY name
SELECT name, salary * 12 AS yearly FROM employees WHERE salary IS_NULL
SELECT * FROM employees WHERE id <= 3 ORDER BY id
SELECT name, salary FROM employees WHERE salary < 2500 ORDER BY salary
SELECT city, team, COUNT(*) AS n FROM employees WHERE city <> 'x' GROUP BY city, team ORDER BY city, team
SELECT wage FROM employees
SELECT name FROM nowhere
