//! The table of calls. A call is declared once, with the macro `calls!`: who may make it, method, name, request and
//! response. From that come the function for the browser, the URL, the method of the feature's trait that the server
//! implements, the check of the caller's role, and the registration.

/// Declares the calls of a feature.
///
/// ```text
/// calls! {
///     /// What the trait is about.
///     serve Staff, send cookies, trait SheetCalls {
///         /// What the call does.
///         [Staff] post shared_sheets(cycle: Cycle) -> SharedList, was "shared_list";
///     }
/// }
/// ```
///
/// - `serve`: on which instances ([`Instances`](crate::access::Instances)).
/// - `send cookies` or `send nothing`: whether the browser sends the session along.
/// - `[Anyone]`, `[Session]`, `[Staff]`, `[Roles Personnel Digital]`: who may call ([`Access`](crate::access::Access)).
///   A call without it does not compile. The method gets the [`Viewer`](crate::access::Viewer), with `Anyone` the
///   [`Caller`](crate::access::Caller).
/// - `post` takes and returns JSON; `get` returns a [`Download`](crate::access::Download) for the browser to save.
/// - `was`: the name in the URL that the release before this one used; it goes on working.
macro_rules! calls {
    (
        $(#[$trait_doc:meta])*
        serve $instances:ident, send $sends:ident, trait $trait:ident {
            $(
                $(#[$doc:meta])*
                [$access:ident $($role:ident)*] $method:ident $name:ident($($arg:ident: $ty:ty),* $(,)?) -> $out:ty
                $(, was $was:literal)?;
            )*
        }
    ) => {
        $(
            $crate::calls::call! {
                $(#[$doc])*
                $trait $sends [$access $($role)*] $method $name($($arg: $ty),*) -> $out
            }
        )*

        $(#[$trait_doc])*
        #[cfg(feature = "server")]
        #[async_trait::async_trait]
        pub trait $trait: $crate::access::Authorize {
            $(
                $(#[$doc])*
                async fn $name(
                    &self,
                    by: &$crate::calls::caller!($access),
                    $($arg: $ty),*
                ) -> Result<$out, $crate::ApiError>;
            )*
        }

        /// The calls declared in this file.
        #[cfg(feature = "server")]
        pub(crate) const CALLS: &[$crate::access::Call] = &[
            $(
                $crate::access::Call {
                    name: stringify!($name),
                    was: $crate::calls::was!($($was)?),
                    access: $crate::calls::access!($access $($role)*),
                    instances: $crate::access::Instances::$instances,
                    handler: $crate::calls::handler!($method $name),
                },
            )*
        ];
    };
}

/// The request of one call, as a struct of the call's name, and the browser's function.
macro_rules! call {
    (
        $(#[$doc:meta])*
        $trait:ident $sends:ident [$access:ident $($role:ident)*] post $name:ident($($arg:ident: $ty:ty),*) -> $out:ty
    ) => {
        $crate::calls::request! { $(#[$doc])* $name($($arg: $ty),*) }

        impl leptos::server_fn::ServerFn for $name {
            const PATH: &'static str = concat!("/api/v1/", stringify!($name));
            type Client = leptos::server_fn::client::browser::BrowserClient;
            #[cfg(feature = "server")]
            type Server = leptos::server_fn::axum::AxumServerFnBackend;
            #[cfg(not(feature = "server"))]
            type Server = leptos::server_fn::mock::BrowserMockServer;
            type Protocol = $crate::calls::protocol!($sends);
            type Output = $out;
            type Error = $crate::ApiError;
            type InputStreamError = $crate::ApiError;
            type OutputStreamError = $crate::ApiError;

            #[cfg(feature = "server")]
            async fn run_body(self) -> Result<$out, $crate::ApiError> {
                let calls = $crate::access::feature::<dyn $trait>()?;
                let caller = $crate::access::caller();
                let by = $crate::calls::admit!(calls, caller, $access $($role)*);
                calls.$name(&by, $(self.$arg),*).await
            }

            #[cfg(not(feature = "server"))]
            async fn run_body(self) -> Result<$out, $crate::ApiError> {
                Err($crate::Code::Internal.into())
            }
        }

        $(#[$doc])*
        #[cfg(feature = "client")]
        pub async fn $name($($arg: $ty),*) -> Result<$out, $crate::ApiError> {
            leptos::server_fn::ServerFn::run_on_client($name { $($arg),* }).await
        }
    };
    (
        $(#[$doc:meta])*
        $trait:ident $sends:ident [$access:ident $($role:ident)*] get $name:ident($($arg:ident: $ty:ty),*) -> $out:ty
    ) => {
        $crate::calls::request! { $(#[$doc])* $name($($arg: $ty),*) }

        #[cfg(feature = "server")]
        impl $name {
            /// Answers the call; `request` is the query of its URL as a JSON object.
            fn answer(
                caller: $crate::access::Caller,
                request: serde_json::Value,
            ) -> $crate::access::DownloadFuture {
                let calls = $crate::access::feature::<dyn $trait>();
                Box::pin(async move {
                    let calls = calls?;
                    let request: Self =
                        serde_json::from_value(request).map_err(|_| $crate::Code::BadRequest)?;
                    let by = $crate::calls::admit!(calls, caller, $access $($role)*);
                    calls.$name(&by, $(request.$arg),*).await
                })
            }
        }

        $(#[$doc])*
        #[cfg(feature = "client")]
        pub async fn $name($($arg: $ty),*) -> Result<Vec<u8>, $crate::ApiError> {
            $crate::json_rpc::get_file(stringify!($name), &$name { $($arg),* }).await
        }
    };
}

macro_rules! request {
    ($(#[$doc:meta])* $name:ident($($arg:ident: $ty:ty),*)) => {
        $(#[$doc])*
        #[expect(non_camel_case_types, reason = "a call has one name, wherever it is written")]
        #[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
        pub struct $name {
            $(pub $arg: $ty,)*
        }
    };
}

macro_rules! protocol {
    (cookies) => {
        $crate::json_rpc::JsonRpc<true>
    };
    (nothing) => {
        $crate::json_rpc::JsonRpc<false>
    };
}

pub(crate) use {call, calls, protocol, request};

#[cfg(feature = "server")]
mod on_server {
    macro_rules! caller {
        (Anyone) => {
            $crate::access::Caller
        };
        ($access:ident) => {
            $crate::access::Viewer
        };
    }

    macro_rules! admit {
        ($calls:ident, $caller:ident, Anyone) => {{
            // What a stranger may do needs no session.
            let _ = &$calls;
            $caller
        }};
        ($calls:ident, $caller:ident, $access:ident $($role:ident)*) => {
            $calls.authorize(&$caller, $crate::calls::access!($access $($role)*)).await?
        };
    }

    macro_rules! access {
        (Roles $($role:ident)+) => {
            $crate::access::Access::Roles(&[$(domain::person::Role::$role),+])
        };
        ($access:ident) => {
            $crate::access::Access::$access
        };
    }

    macro_rules! was {
        () => {
            None
        };
        ($was:literal) => {
            Some($was)
        };
    }

    macro_rules! handler {
        (post $name:ident) => {
            $crate::access::Handler::Json($crate::access::register::<$name>)
        };
        (get $name:ident) => {
            $crate::access::Handler::Download(<$name>::answer)
        };
    }

    pub(crate) use {access, admit, caller, handler, was};
}

#[cfg(feature = "server")]
pub(crate) use on_server::{access, admit, caller, handler, was};
