//! The real OPA engine, by its C interface. The only unsafe code of the project is here.
//!
//! `MEENT_OPA_LIB` is the path of the library; `tests/support/fetch-opa.sh` fetches one and prints its path.

#![allow(unsafe_code)]

use libloading::{Library, Symbol};
use serde_json::Value as Json;
use std::ffi::{CStr, CString, c_char, c_int, c_ulonglong, c_void};
use std::path::PathBuf;

type New = unsafe extern "C" fn() -> c_ulonglong;
type Destroy = unsafe extern "C" fn(c_ulonglong);
type Free = unsafe extern "C" fn(*mut c_void);
type Add = unsafe extern "C" fn(c_ulonglong, *const c_char, *const c_char) -> *mut c_char;
type Query =
    unsafe extern "C" fn(c_ulonglong, *const c_char, *const c_char, c_int, c_int) -> *mut c_char;

/// One engine with policies and data.
pub struct Opa {
    library: Library,
    handle: c_ulonglong,
}

/// The path of the library. `None` where none is given, with a remark; in CI that is a failure.
pub fn library() -> Option<PathBuf> {
    match std::env::var_os("MEENT_OPA_LIB") {
        Some(path) => Some(PathBuf::from(path)),
        None if std::env::var_os("CI").is_some() => {
            panic!(
                "MEENT_OPA_LIB is not set: run tests/support/fetch-opa.sh and give the path that it prints"
            )
        }
        None => {
            eprintln!(
                "OPA itself is not asked: MEENT_OPA_LIB is not set (tests/support/fetch-opa.sh prints a value for it)"
            );
            None
        }
    }
}

impl Opa {
    pub fn new(path: &std::path::Path) -> Opa {
        // SAFETY: the library is OPA's engine, whose start-up code needs nothing of us. It stays loaded while `self` lives.
        let library = unsafe { Library::new(path) }.expect("the OPA library loads");
        // SAFETY: the signature is that of the library's `OpaNew`.
        let handle = unsafe {
            let new: Symbol<New> = library.get(b"OpaNew").expect("OpaNew");
            new()
        };
        Opa { library, handle }
    }

    pub fn add_policy(&self, path: &str, module: &str) -> Result<(), String> {
        self.add(b"OpaAddPolicy", path, module)
    }

    pub fn add_data(&self, json: &str) -> Result<(), String> {
        self.add(b"OpaAddData", "", json)
    }

    fn add(&self, function: &[u8], path: &str, text: &str) -> Result<(), String> {
        let (path, text) = (c_string(path), c_string(text));
        // SAFETY: the signature is that of `OpaAddPolicy` and `OpaAddData`; both strings outlive the call, which copies them.
        let answer = unsafe {
            let add: Symbol<Add> = self
                .library
                .get(function)
                .expect("a function of the library");
            add(self.handle, path.as_ptr(), text.as_ptr())
        };
        self.take(answer).map(|_| ())
    }

    /// The bindings of the query's first result.
    pub fn query(&self, query: &str, input: &Json) -> Result<Json, String> {
        let (query, input) = (c_string(query), c_string(&input.to_string()));
        // SAFETY: the signature is that of `OpaEvalQuery`; both strings outlive the call, which copies them.
        let answer = unsafe {
            let eval: Symbol<Query> = self.library.get(b"OpaEvalQuery").expect("OpaEvalQuery");
            eval(self.handle, query.as_ptr(), input.as_ptr(), 0, 0)
        };
        let mut answer = self.take(answer)?;
        Ok(answer["result"][0]["bindings"].take())
    }

    /// Copies an answer and gives its memory back.
    fn take(&self, answer: *mut c_char) -> Result<Json, String> {
        assert!(!answer.is_null(), "OPA returned nothing");
        // SAFETY: what the library returns is a string that ends in NUL and is ours until we free it, once, by its own function.
        let text = unsafe {
            let text = CStr::from_ptr(answer).to_string_lossy().into_owned();
            let free: Symbol<Free> = self.library.get(b"OpaFreeString").expect("OpaFreeString");
            free(answer.cast());
            text
        };
        let json: Json = serde_json::from_str(&text).map_err(|e| e.to_string())?;
        match json.get("error") {
            None | Some(Json::Null) => Ok(json),
            Some(error) => Err(error.to_string()),
        }
    }
}

impl Drop for Opa {
    fn drop(&mut self) {
        // SAFETY: the handle came from `OpaNew` and is used no more.
        unsafe {
            if let Ok(destroy) = self.library.get::<Destroy>(b"OpaDestroy") {
                destroy(self.handle);
            }
        }
    }
}

fn c_string(text: &str) -> CString {
    CString::new(text).expect("no NUL in it")
}
