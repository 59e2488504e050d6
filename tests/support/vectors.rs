//! The official builders' tokens.

use serde_json::Value;

/// One token of `tests/vectors/official.json`.
pub struct Vector(Value);

/// All 144 tokens of versions 006 and 007.
pub fn vectors() -> Vec<Vector> {
    let file: Value = serde_json::from_str(include_str!("../vectors/official.json")).unwrap();
    let all = file["vectors"].as_array().unwrap().clone();
    let vectors: Vec<Vector> =
        all.into_iter().map(Vector).filter(|vector| ["006", "007"].contains(&vector.text("version"))).collect();
    assert_eq!(vectors.len(), 144);
    vectors
}

impl Vector {
    pub fn get(&self, key: &str) -> &Value {
        &self.0[key]
    }

    pub fn text(&self, key: &str) -> &str {
        self.0[key].as_str().unwrap_or_else(|| panic!("{} has no text {key}", self.0["name"]))
    }

    pub fn number(&self, key: &str) -> u32 {
        let number = self.0[key].as_u64().unwrap_or_else(|| panic!("{} has no number {key}", self.0["name"]));
        number.try_into().unwrap()
    }

    pub fn has(&self, key: &str) -> bool {
        !self.0[key].is_null()
    }

    pub fn is_006(&self) -> bool {
        self.text("version") == "006"
    }

    /// The user as the formats write it.
    pub fn user(&self) -> String {
        match (&self.0["uid"], &self.0["user_account"]) {
            (Value::Number(uid), _) if uid.as_u64() == Some(0) => String::new(),
            (Value::Number(uid), _) => uid.to_string(),
            (_, Value::String(account)) => account.clone(),
            _ => String::new(),
        }
    }
}

/// Pairs of numbers, as the vectors list privileges.
pub fn pairs(value: &Value) -> Vec<(u16, u32)> {
    let pair = |pair: &Value| (pair[0].as_u64().unwrap() as u16, pair[1].as_u64().unwrap() as u32);
    value.as_array().unwrap().iter().map(pair).collect()
}
