import sys

counts = {}
with open(sys.argv[1], encoding="utf-8") as file:
    for line in file:
        for word in line.split():
            counts[word] = counts.get(word, 0) + 1
for word, count in sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))[:10]:
    print(f"{count:>8}  {word}")
