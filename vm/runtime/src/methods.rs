//! Which function a method of an interface is for an object: found in constant time, in memory linear in the module.
//!
//! The implementations stand in a perfect hash table made by hashing and displacing (Belazzougui, Botelho and
//! Dietzfelbinger, "Hash, displace, and compress", 2009): a first hash gives a bucket, the bucket's seed makes the second
//! hash free of collisions. The hashes depend on a random number, so no module can be written that is slow to link.
#![forbid(unsafe_code)]

use crate::heap::{ShapeId, Shapes};
use pvm_bytecode::{FunctionId, MethodId, Module, Type, TypeId};
use std::hash::{BuildHasher, RandomState};

/// All methods of a module's interfaces and what implements them.
pub struct Methods {
    /// By type of the module, the number of its first method among those of all interfaces.
    first: Box<[u32]>,
    /// By that number, the interface and the method's place in it.
    methods: Box<[(TypeId, u32)]>,
    /// By shape, the shape that its implementations are declared for: an enum's for its variants, a function type's for
    /// its closures.
    implementors: Box<[ShapeId]>,
    table: Table,
    /// The methods of all implementations, one after the other.
    functions: Box<[u32]>,
}

impl Methods {
    pub fn new(module: &Module, shapes: &Shapes) -> Self {
        let mut methods = Vec::new();
        let first = module.types.iter().enumerate().map(|(index, ty)| {
            let first = methods.len() as u32;
            if let Type::Interface { methods: declared } = ty {
                methods.extend((0..declared.len()).map(|method| (TypeId::from_index(index), method as u32)));
            }
            first
        });
        let first = first.collect();
        let mut functions = Vec::new();
        let mut entries = Vec::with_capacity(module.implementations.len());
        for implementation in &module.implementations {
            if let Some(shape) = shapes.exact(implementation.ty) {
                entries.push(Entry { key: key(shape, implementation.interface), functions: functions.len() as u32 });
            }
            functions.extend(implementation.methods.iter().map(|function| function.0));
        }
        let implementors = (0..shapes.len() as u32).map(ShapeId).map(|shape| shapes.get(shape).parent.unwrap_or(shape));
        Self {
            first,
            methods: methods.into(),
            implementors: implementors.collect(),
            table: Table::new(&entries),
            functions: functions.into(),
        }
    }

    /// The number of a method among those of all interfaces.
    pub fn number(&self, interface: TypeId, method: MethodId) -> u32 {
        self.first[interface.index()] + method.0
    }

    /// All shapes whose objects have a method, ascending, each with its function.
    pub fn implementations(&self, number: u32) -> impl Iterator<Item = (ShapeId, FunctionId)> {
        let (interface, method) = self.methods[number as usize];
        self.implementors.iter().enumerate().filter_map(move |(shape, implementor)| {
            let key = key(*implementor, interface);
            let entry = Some(self.table.slot(key)).filter(|entry| entry.key == key)?;
            Some((ShapeId(shape as u32), FunctionId(self.functions[(entry.functions + method) as usize])))
        })
    }

    /// The function that a method is for objects of a shape, which must implement the interface.
    #[inline(always)]
    pub fn function(&self, shape: ShapeId, number: u32) -> u32 {
        let (interface, method) = self.methods[number as usize];
        let implementor = self.implementors[shape.index()];
        let entry = self.table.slot(key(implementor, interface));
        self.functions[(entry.functions + method) as usize]
    }
}

/// Two numbers as one, which is never 0.
fn key(shape: ShapeId, interface: TypeId) -> u64 {
    u64::from(shape.0) << 32 | (u64::from(interface.0) + 1)
}

#[derive(Clone, Copy, Default, Debug)]
struct Entry {
    /// 0 for a free slot.
    key: u64,
    /// Where its methods start.
    functions: u32,
}

struct Table {
    salt: u64,
    /// By bucket.
    seeds: Box<[u32]>,
    slots: Box<[Entry]>,
}

/// How many seeds a bucket is tried with before all is done again with another salt. With at most half of the slots
/// taken and four keys in a bucket, one in sixteen seeds does.
const SEEDS: u32 = 1 << 16;

impl Table {
    fn new(entries: &[Entry]) -> Self {
        let random = RandomState::new();
        (0u64..)
            .find_map(|attempt| Self::with_salt(entries, random.hash_one(attempt)))
            .expect("there is no last attempt")
    }

    fn with_salt(entries: &[Entry], salt: u64) -> Option<Self> {
        let slots = vec![Entry::default(); (entries.len() * 2).next_power_of_two()].into();
        let seeds = vec![0; (entries.len() / 2).next_power_of_two()].into();
        let mut table = Self { salt, seeds, slots };
        let mut buckets = vec![Vec::new(); table.seeds.len()];
        entries.iter().for_each(|entry| buckets[table.bucket(table.hash(entry.key))].push(*entry));
        let mut order: Vec<_> = (0..buckets.len()).collect();
        order.sort_by_key(|bucket| std::cmp::Reverse(buckets[*bucket].len()));
        order.into_iter().all(|bucket| table.settle(bucket, &buckets[bucket])).then_some(table)
    }

    /// Finds a seed with which all keys of a bucket get slots of their own.
    fn settle(&mut self, bucket: usize, entries: &[Entry]) -> bool {
        (0..SEEDS).any(|seed| {
            self.seeds[bucket] = seed;
            for (done, entry) in entries.iter().enumerate() {
                let slot = self.place(self.hash(entry.key), seed);
                if self.slots[slot].key != 0 {
                    for entry in &entries[..done] {
                        let slot = self.place(self.hash(entry.key), seed);
                        self.slots[slot] = Entry::default();
                    }
                    return false;
                }
                self.slots[slot] = *entry;
            }
            true
        })
    }

    #[inline(always)]
    fn slot(&self, key: u64) -> &Entry {
        let hash = self.hash(key);
        &self.slots[self.place(hash, self.seeds[self.bucket(hash)])]
    }

    #[inline(always)]
    fn hash(&self, key: u64) -> u64 {
        mix(key ^ self.salt)
    }

    #[inline(always)]
    fn bucket(&self, hash: u64) -> usize {
        hash as usize & (self.seeds.len() - 1)
    }

    #[inline(always)]
    fn place(&self, hash: u64, seed: u32) -> usize {
        (mix(hash ^ u64::from(seed)) >> 32) as usize & (self.slots.len() - 1)
    }
}

/// Spreads what tells keys apart over all bits.
#[inline(always)]
fn mix(bits: u64) -> u64 {
    let product = u128::from(bits ^ 0x9e37_79b9_7f4a_7c15).wrapping_mul(0xd6e8_feb8_6659_fd93);
    (product >> 64) as u64 ^ product as u64
}
