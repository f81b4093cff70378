//! A map that forgets its oldest entries, for what a server remembers of strangers.

use std::borrow::Borrow;
use std::collections::{HashMap, VecDeque};
use std::hash::Hash;

/// How many of each kind are remembered: devices, clients, tokens, codes.
pub(crate) const REMEMBERED: usize = 20_000;

/// A map of at most `capacity` entries; [`REMEMBERED`] by default.
#[derive(Debug)]
pub(crate) struct Bounded<K, V> {
    entries: HashMap<K, V>,
    /// Keys in the order in which they came, removed ones among them.
    order: VecDeque<K>,
    capacity: usize,
}

impl<K: Clone + Eq + Hash, V> Default for Bounded<K, V> {
    fn default() -> Self {
        Self::new(REMEMBERED)
    }
}

impl<K: Clone + Eq + Hash, V> Bounded<K, V> {
    pub(crate) fn new(capacity: usize) -> Self {
        Self {
            entries: HashMap::new(),
            order: VecDeque::new(),
            capacity,
        }
    }

    pub(crate) fn get<Q: Eq + Hash + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.entries.get(key)
    }

    pub(crate) fn get_mut<Q: Eq + Hash + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        self.entries.get_mut(key)
    }

    /// Puts a value in; one with the same key is replaced and keeps its age.
    pub(crate) fn insert(&mut self, key: K, value: V) {
        self.make_room_for(&key);
        self.entries.insert(key, value);
    }

    /// The value of a key, which is put in if it is new.
    pub(crate) fn or_default(&mut self, key: K) -> &mut V
    where
        V: Default,
    {
        self.make_room_for(&key);
        self.entries.entry(key).or_default()
    }

    fn make_room_for(&mut self, key: &K) {
        if self.entries.contains_key(key) {
            return;
        }
        self.order.push_back(key.clone());
        while self.order.len() > self.capacity {
            if let Some(oldest) = self.order.pop_front() {
                self.entries.remove(&oldest);
            }
        }
    }

    pub(crate) fn remove<Q: Eq + Hash + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        let removed = self.entries.remove(key)?;
        self.order.retain(|known| known.borrow() != key);
        Some(removed)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.entries.iter()
    }

    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = (&K, &mut V)> {
        self.entries.iter_mut()
    }

    pub(crate) fn values_mut(&mut self) -> impl Iterator<Item = &mut V> {
        self.entries.values_mut()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_is_forgotten() {
        let mut map = Bounded::new(2);
        for (key, value) in [("a", 1), ("b", 2), ("a", 3), ("c", 4)] {
            map.insert(key, value);
        }
        assert_eq!(
            (map.get("a"), map.get("b"), map.get("c")),
            (None, Some(&2), Some(&4))
        );
        assert_eq!(map.remove("b"), Some(2));
        map.insert("d", 5);
        assert_eq!((map.get("c"), map.iter().count()), (Some(&4), 2));
        *map.or_default("d") += 1;
        *map.or_default("e") += 1;
        assert_eq!(
            (map.get("c"), map.get("d"), map.get("e")),
            (None, Some(&6), Some(&1))
        );
    }
}
