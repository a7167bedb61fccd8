# Counts lines, words and bytes of a file and tells its most frequent words, as examples/wordcount.nido does.

import sys

lines = words = size = 0
counts = {}
with open(sys.argv[1], "rb") as file:
    for line in file:
        lines += 1
        size += len(line)
        for word in line.split():
            words += 1
            counts[word] = counts.get(word, 0) + 1
print(f"{lines} lines, {words} words, {size} bytes, {len(counts)} different words")
for word, count in sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))[:10]:
    print(f"{count:>8}  {word.decode()}")
