//! Requests that are out, by number; a number is used again when its request is over.

use std::iter::Flatten;
use std::ops::Index;
use std::slice::Iter;

#[derive(Debug)]
pub(crate) struct Flights<T> {
    all: Vec<Option<T>>,
    free: Vec<u32>,
}

impl<T> Flights<T> {
    pub(crate) fn new() -> Self {
        Self {
            all: Vec::new(),
            free: Vec::new(),
        }
    }

    pub(crate) fn add(&mut self, flight: T) -> u32 {
        if let Some(number) = self.free.pop() {
            self.all[number as usize] = Some(flight);
            return number;
        }
        self.all.push(Some(flight));
        u32::try_from(self.all.len() - 1).unwrap()
    }

    pub(crate) fn get_mut(&mut self, number: u32) -> Result<&mut T, String> {
        let flight = self.all[number as usize].as_mut();
        flight.ok_or_else(|| "no flight".to_owned())
    }

    pub(crate) fn end(&mut self, number: u32) -> Result<T, String> {
        let flight = self.all[number as usize].take().ok_or("no flight")?;
        self.free.push(number);
        Ok(flight)
    }
}

impl<'a, T> IntoIterator for &'a Flights<T> {
    type Item = &'a T;
    type IntoIter = Flatten<Iter<'a, Option<T>>>;

    fn into_iter(self) -> Self::IntoIter {
        self.all.iter().flatten()
    }
}

impl<T> Index<u32> for Flights<T> {
    type Output = Option<T>;

    fn index(&self, number: u32) -> &Option<T> {
        &self.all[number as usize]
    }
}
