//! The requests that this server answers, each with the feature that does.
//!
//! A group of features has a file of its own with two functions: `rows`, its lines of the table, and `capabilities`,
//! what the client is told. A new feature is a handler and a line in its group; a new group is a line in each of the two
//! functions here.

use super::client::Client;
use super::world::{Answer, Failure, World};
use super::{actions, assist, commands, navigation, pull, shown};
use gen_lsp_types::{Request, ServerCapabilities};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

type Run = Box<dyn Fn(&World, Value) -> Answer<Value> + Send + Sync>;

/// A request and what answers it.
pub struct Row {
    pub method: String,
    /// The handler is given all projects, not only the one of the document.
    pub everywhere: bool,
    /// The answer is of use only for the text that it is about: if that changes in the meantime, the client is told so
    /// instead.
    pub exact: bool,
    run: Run,
}

/// All rows.
pub fn rows() -> Vec<Row> {
    [
        actions::rows(),
        assist::rows(),
        commands::rows(),
        navigation::rows(),
        pull::rows(),
        shown::rows(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What all groups tell the client that they can do.
pub fn capabilities(client: &Client, told: &mut ServerCapabilities) {
    actions::capabilities(client, told);
    assist::capabilities(client, told);
    commands::capabilities(client, told);
    navigation::capabilities(client, told);
    shown::capabilities(client, told);
    pull::capabilities(client, told);
}

impl Row {
    /// A request of the protocol.
    pub fn of<R: Request>(handler: fn(&World, R::Params) -> Answer<R::Result>) -> Row {
        Row::named(R::METHOD.as_str(), handler)
    }

    /// A request of our own.
    pub fn named<P, T>(method: &str, handler: fn(&World, P) -> Answer<T>) -> Row
    where
        P: DeserializeOwned + 'static,
        T: Serialize + 'static,
    {
        Row {
            method: method.to_string(),
            everywhere: false,
            exact: false,
            run: Box::new(move |world, params| {
                let params = serde_json::from_value(params)
                    .map_err(|error| Failure::Params(error.to_string()))?;
                let answer = handler(world, params)?;
                serde_json::to_value(answer).map_err(|e| Failure::Internal(e.to_string()))
            }),
        }
    }

    /// The handler is given all projects that are known.
    pub fn everywhere(mut self) -> Row {
        self.everywhere = true;
        self
    }

    /// The answer is of no use if the text has changed in the meantime.
    pub fn exact(mut self) -> Row {
        self.exact = true;
        self
    }

    /// Answers a request.
    ///
    /// # Errors
    /// Why there is no answer.
    pub fn answer(&self, world: &World, params: Value) -> Answer<Value> {
        (self.run)(world, params)
    }
}

/// The URI of the document that a request is about, wherever it stands in the parameters.
pub fn document(params: &Value) -> Option<&str> {
    const PLACES: [&str; 7] = [
        "/textDocument/uri",
        "/item/uri",
        "/data/uri",
        "/item/data/uri",
        "/arguments/0/uri",
        "/arguments/0/textDocument/uri",
        "/arguments/0",
    ];
    let mut found = PLACES.iter().filter_map(|place| params.pointer(place));
    found
        .find_map(Value::as_str)
        .filter(|uri| uri.contains(':'))
}
