//! seeds TARGET FOLDER: writes the seeds of a target into a folder, each under a name of its bytes.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::PathBuf;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [target, folder] = &arguments[..] else { panic!("seeds TARGET FOLDER") };
    fs::create_dir_all(folder)?;
    for seed in agora_token_fuzz::seeds::of(target) {
        let mut hash = DefaultHasher::new();
        seed.hash(&mut hash);
        fs::write(PathBuf::from(folder).join(format!("{:016x}", hash.finish())), seed)?;
    }
    Ok(())
}
