//! The browser edge: storage, WebHID, fetch, and the few functions the worker calls. It decides nothing.

pub mod api;
pub mod cipher;
pub mod derive;
mod fetch;
mod idb;
mod opfs;
mod plain;
mod ports;
mod promise;
mod scope;
mod store;
mod webhid;
