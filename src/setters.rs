//! Setters of the structs that can grow. Other crates cannot write such a struct field by field, so a new field breaks
//! none of them.

/// For each field a method of its name, which gives the struct with another value there.
macro_rules! setters {
    ($($field:ident: $of:ty,)*) => {
        $(
            #[doc = concat!("Sets [`", stringify!($field), "`](field@Self::", stringify!($field), ").")]
            #[must_use]
            pub const fn $field(mut self, $field: $of) -> Self {
                self.$field = $field;
                self
            }
        )*
    };
}

pub(crate) use setters;
