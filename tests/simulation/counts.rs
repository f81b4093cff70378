//! Counters with names, and their table: what each simulation fills with its own.

macro_rules! counts {
    ($($name:ident = $text:literal,)*) => {
        #[derive(Clone, Copy, Debug)]
        pub(crate) enum Count { $($name,)* }

        const NAMES: &[&str] = &[$($text,)*];

        impl Count {
            /// Those that a large run must have seen.
            pub(crate) const ALL: &'static [Self] = &[$(Self::$name,)*];

            pub(crate) fn name(self) -> &'static str {
                NAMES[self as usize]
            }
        }

        #[derive(Clone, Debug, PartialEq, Eq)]
        pub(crate) struct Stats([u64; Count::ALL.len()]);

        impl Default for Stats {
            fn default() -> Self {
                Self([0; Count::ALL.len()])
            }
        }

        impl Stats {
            pub(crate) fn add(&mut self, count: Count) {
                self.add_many(count, 1);
            }

            pub(crate) fn add_many(&mut self, count: Count, many: u64) {
                self.0[count as usize] += many;
            }

            pub(crate) fn get(&self, count: Count) -> u64 {
                self.0[count as usize]
            }

            pub(crate) fn merge(&mut self, other: &Self) {
                for (sum, more) in self.0.iter_mut().zip(other.0) {
                    *sum += more;
                }
            }

            pub(crate) fn table(&self) -> String {
                let lines = Count::ALL
                    .iter()
                    .map(|count| format!("  {:<62} {:>14}\n", count.name(), self.get(*count)));
                lines.collect()
            }
        }
    };
}
