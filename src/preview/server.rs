//! The server: connections on loopback, each within limits, until it is told to stop.

use super::guard;
use super::patient::Patient;
use super::routes::{Answer, route};
use super::state::State;
use crate::diagnostic::Lang;
use http_body_util::channel::{Channel, Sender};
use http_body_util::{Either, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::{self, HeaderName, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::{sleep, timeout};

type Body = Either<Full<Bytes>, Channel<Bytes>>;

/// How much is granted to those who connect.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Connections at a time; who comes then waits until one ends.
    pub connections: usize,
    /// Streams of changes at a time; who comes then is told to come back.
    pub streams: usize,
    /// For the whole head of a request; also for the next one on a connection that is kept.
    pub head: Duration,
    /// Without taking a byte of an answer.
    pub stalled: Duration,
    /// Bytes of the head of a request. Browsers send along what other servers on localhost made them keep.
    pub head_size: usize,
    /// Lines in the head of a request.
    pub headers: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            connections: 256,
            streams: 64,
            head: Duration::from_secs(10),
            stalled: Duration::from_secs(20),
            head_size: 32 * 1024,
            headers: 100,
        }
    }
}

/// So long those who are being answered may take when the server stops.
const LEAVE: Duration = Duration::from_millis(500);
/// So often a stream of changes says that it is still there.
const BEAT: Duration = Duration::from_secs(5);

/// What all connections share.
struct Shared {
    states: watch::Receiver<Arc<State>>,
    stop: watch::Receiver<bool>,
    streams: Arc<Semaphore>,
    limits: Limits,
    lang: Lang,
}

/// Serves until `stop` is true or gone; then those that are being answered get the rest of it.
pub async fn serve(
    listeners: Vec<TcpListener>,
    states: watch::Receiver<Arc<State>>,
    mut stop: watch::Receiver<bool>,
    lang: Lang,
    limits: Limits,
) {
    let places = Arc::new(Semaphore::new(limits.connections));
    let shared = Arc::new(Shared {
        states,
        stop: stop.clone(),
        streams: Arc::new(Semaphore::new(limits.streams)),
        limits,
        lang,
    });
    for listener in listeners {
        tokio::spawn(accept(listener, Arc::clone(&shared), Arc::clone(&places)));
    }
    stopped(&mut stop).await;
    let all = u32::try_from(limits.connections).unwrap_or(u32::MAX);
    let _ = timeout(LEAVE, places.acquire_many(all)).await;
}

/// Comes when the server is to stop.
async fn stopped(stop: &mut watch::Receiver<bool>) {
    // An error means that nobody is left to say so.
    let _ = stop.wait_for(|stop| *stop).await;
}

async fn accept(listener: TcpListener, shared: Arc<Shared>, places: Arc<Semaphore>) {
    let mut stop = shared.stop.clone();
    loop {
        let next = async {
            let place = Arc::clone(&places).acquire_owned().await.ok()?;
            match listener.accept().await {
                Ok((stream, from)) => Some(Some((place, stream, from))),
                Err(_) => {
                    // The other side is gone, or the system is short of files: it gets better or it does not.
                    sleep(Duration::from_millis(50)).await;
                    Some(None)
                }
            }
        };
        let accepted = tokio::select! {
            () = stopped(&mut stop) => return,
            accepted = next => accepted,
        };
        match accepted {
            Some(Some((place, stream, from))) => {
                tokio::spawn(converse(stream, from, Arc::clone(&shared), place));
            }
            Some(None) => {}
            None => return,
        }
    }
}

/// One connection, until either side ends it.
async fn converse(
    stream: TcpStream,
    from: SocketAddr,
    shared: Arc<Shared>,
    _place: OwnedSemaphorePermit,
) {
    // The sockets are bound to loopback; this can't be otherwise.
    if !from.ip().is_loopback() {
        return;
    }
    let _ = stream.set_nodelay(true);
    let limits = shared.limits;
    let mut stop = shared.stop.clone();
    let service = service_fn(move |request: Request<Incoming>| {
        let response = answer(&shared, &request);
        async move { Ok::<_, Infallible>(response) }
    });
    let io = TokioIo::new(Patient::new(stream, limits.stalled));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head)
        .max_headers(limits.headers)
        .max_buf_size(limits.head_size.max(8192))
        .auto_date_header(false)
        .serve_connection(io, service);
    let mut connection = pin!(connection);
    tokio::select! {
        // An error is the other side's: what it sent is no HTTP, or it is gone. hyper has answered if it could.
        _ = connection.as_mut() => return,
        () = stopped(&mut stop) => {}
    }
    connection.as_mut().graceful_shutdown();
    let _ = connection.await;
}

fn answer(shared: &Arc<Shared>, request: &Request<Incoming>) -> Response<Body> {
    let lang = guard::preferred(request.headers(), shared.lang);
    let answer = match guard::check(request.method(), request.uri(), request.headers()) {
        Ok(path) => route(&shared.states.borrow().clone(), &path, lang),
        Err(status) => {
            let mut response = written(refusal(status));
            if status == StatusCode::METHOD_NOT_ALLOWED {
                set(&mut response, header::ALLOW, "GET, HEAD");
            }
            // Who sends a body would take the rest of it for the next request.
            set(&mut response, header::CONNECTION, "close");
            return response;
        }
    };
    if let Answer::Events = answer {
        // A preview that is asked only whether there is a stream gets no stream.
        if request.method() == hyper::Method::HEAD {
            return events_head(Either::Left(Full::default()));
        }
        return match Arc::clone(&shared.streams).try_acquire_owned() {
            Ok(place) => {
                let (sender, body) = Channel::new(4);
                tokio::spawn(tell(
                    sender,
                    shared.states.clone(),
                    shared.stop.clone(),
                    place,
                ));
                events_head(Either::Right(body))
            }
            Err(_) => {
                let mut response = written(refusal(StatusCode::SERVICE_UNAVAILABLE));
                set(&mut response, header::RETRY_AFTER, "5");
                response
            }
        };
    }
    written(answer)
}

fn refusal(status: StatusCode) -> Answer {
    let reason = status.canonical_reason().unwrap_or("");
    let more = match status {
        StatusCode::MISDIRECTED_REQUEST => {
            ": this preview answers to localhost, 127.0.0.1 and [::1] only / deze voorvertoning luistert alleen naar localhost, 127.0.0.1 en [::1]"
        }
        StatusCode::METHOD_NOT_ALLOWED => {
            ": there is only something to read here / hier valt alleen iets te lezen"
        }
        _ => "",
    };
    Answer::text(status, format!("{} {reason}{more}\n", status.as_u16()))
}

fn events_head(body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    set(&mut response, header::CONTENT_TYPE, "text/event-stream");
    secure(&mut response);
    response
}

fn written(answer: Answer) -> Response<Body> {
    let mut response = Response::new(Either::Left(Full::default()));
    match answer {
        Answer::Page {
            status,
            kind,
            policy,
            bytes,
            download,
        } => {
            *response.status_mut() = status;
            *response.body_mut() = Either::Left(Full::new(bytes));
            set(&mut response, header::CONTENT_TYPE, kind);
            set(&mut response, header::CONTENT_SECURITY_POLICY, policy);
            if download {
                set(&mut response, header::CONTENT_DISPOSITION, "attachment");
            }
        }
        Answer::Elsewhere(place) => {
            *response.status_mut() = StatusCode::FOUND;
            if let Ok(place) = HeaderValue::from_str(&place) {
                response.headers_mut().insert(header::LOCATION, place);
            }
        }
        Answer::Events => {}
    }
    secure(&mut response);
    response
}

/// What holds for every answer. There is no word of other origins: they get nothing.
fn secure(response: &mut Response<Body>) {
    set(response, header::CACHE_CONTROL, "no-store");
    set(response, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(response, header::REFERRER_POLICY, "no-referrer");
    set(
        response,
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    );
    set(
        response,
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    );
    set(response, header::VARY, "Accept-Language");
}

fn set(response: &mut Response<Body>, name: HeaderName, value: &'static str) {
    response
        .headers_mut()
        .insert(name, HeaderValue::from_static(value));
}

/// Tells one page which state is served: at once, and after each change. The page knows which one it shows.
async fn tell(
    mut page: Sender<Bytes>,
    mut states: watch::Receiver<Arc<State>>,
    mut stop: watch::Receiver<bool>,
    _place: OwnedSemaphorePermit,
) {
    let mut text = "retry: 1000\n".to_string();
    loop {
        let state = states.borrow_and_update().clone();
        text.push_str(&format!("event: state\ndata: {}\n\n", state.id));
        if page
            .send_data(Bytes::from(std::mem::take(&mut text)))
            .await
            .is_err()
        {
            return;
        }
        loop {
            tokio::select! {
                () = stopped(&mut stop) => return,
                changed = states.changed() => match changed {
                    Ok(()) => break,
                    Err(_) => return,
                },
                _ = sleep(BEAT) => {
                    if page.send_data(Bytes::from_static(b":\n\n")).await.is_err() {
                        return;
                    }
                }
            }
        }
    }
}
