//! The files of the program import one way.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

type Imports = BTreeMap<String, BTreeSet<String>>;

/// Of each file the others that it names. The files of a folder are one, since its `mod.rs` names them all.
fn imports(folder: &Path) -> Imports {
    let mut imports = Imports::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let texts: Vec<String> = match path.is_dir() {
            true => {
                fs::read_dir(&path).unwrap().map(|file| fs::read_to_string(file.unwrap().path()).unwrap()).collect()
            }
            false if path.extension().is_some_and(|extension| extension == "rs") => {
                vec![fs::read_to_string(&path).unwrap()]
            }
            false => continue,
        };
        let others = texts.iter().flat_map(|text| named(text)).filter(|other| *other != name);
        imports.insert(name.clone(), others.collect());
    }
    imports
}

/// What stands behind `crate::` in the code of a file, tests aside.
fn named(text: &str) -> BTreeSet<String> {
    let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
    let code: String = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let is_of_a_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    let mut found = BTreeSet::new();
    for rest in code.split("crate::").skip(1) {
        let list =
            rest.strip_prefix('{').map_or(rest.split(';').next().unwrap(), |rest| rest.split("};").next().unwrap());
        let names: Vec<&str> = if rest.starts_with('{') { list.split(',').collect() } else { vec![list] };
        found.extend(names.iter().map(|name| name.trim().chars().take_while(|letter| is_of_a_name(*letter)).collect()));
    }
    found
}

/// A way from a file back to itself.
fn circle(imports: &Imports) -> Option<&str> {
    let mut left: BTreeSet<&str> = imports.keys().map(String::as_str).collect();
    // What imports nothing that is left is in no circle.
    while let Some(free) = left.iter().copied().find(|name| !imports[*name].iter().any(|of| left.contains(&**of))) {
        left.remove(free);
    }
    left.first().copied()
}

#[test]
fn no_file_of_the_program_imports_one_that_imports_it() {
    let mut imports = imports(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    assert!(imports.len() > 20 && imports["app"].contains("access") && imports["cli"].contains("question"));
    assert_eq!(circle(&imports), None);
    imports.get_mut("access").unwrap().insert("app".to_owned());
    assert!(circle(&imports).is_some());
}
