package driver

// What may be left unloaded, and why.
//
// A package is left when no finding of any rule can stand in it and no fact of
// it can reach a finding elsewhere. A token is the word klaviyo in any case, the
// shape of a key, the module of an SDK, or what the configuration names; T, R
// and F are the packages that [choose] keeps.
//
// Where findings can stand:
//
//   - hardcodedkey reads literals, comments and embedded files of packages in
//     which a file names Klaviyo or holds a key, and all of these are tokens;
//     embedded files are searched here as they are there, by the patterns of
//     the directives. What it asks package requests about keys given to SDKs
//     needs the SDK: an import that is a token, or a wrapper, as below. Tests
//     count: they are scanned, though what they import is not followed.
//   - ignore judges directives, which say klaviyolint.
//   - sdkpin reports at the import of an SDK, a token, or in manifests, which are
//     read whatever is loaded, as are the side files of hardcodedkey.
//   - revision, beside what it says of requests, reports exported constants of
//     packages that name Klaviyo's host or key scheme, or have it in their path.
//   - webhooksig needs a header of the webhooks, or a function that handles one.
//     Klaviyo's own headers are tokens; a generic one, X-Webhook-Signature, counts
//     only beside one of those or in a function that says klaviyo. A handler that
//     says neither calls a verifier that does: that package exports, and the
//     handler is in R.
//   - keyexposure looks into packages that have a token outside test files, or to
//     which an import tells of requests to Klaviyo: T and R. One that shows a
//     whole configuration, some field of which is the key, and neither names the
//     field nor uses the client is out of scope in every host: package requests
//     says so, not this gate, and a single field named klaviyo would else pull in
//     whoever imports the configuration.
//   - rawhttp, revision, upsert, e164, eventid, legacyapi, endpoint, authheader,
//     plainhttp, clientapi, bulk, httptimeout, retryafter and statuscheck judge
//     requests that have evidence, and report at a place in the package that the
//     chain of calls goes through. Evidence is the host, the key scheme, an SDK, a
//     package or host of the configuration, or a function or variable of an import
//     that has some. The first ones are tokens of the package (T), and a string
//     put together from pieces needs one piece with the name; where that piece is
//     another package's exported constant or variable, or the function is another
//     package's, this one uses it by name (R). A client without a time limit, a
//     body or a path that some helper makes without evidence of its own is
//     reported at the call in the package that has it, never in the helper (F).
//
// Which facts matter: a fact is exported by packages that name Klaviyo, that
// speak HTTP or sign, or to which an import tells of Klaviyo; any other package
// is opaque in every host, loaded or not. Those that a package of T or R can call
// are F, and what they can call in turn. To call is to select by name a function,
// a method, or a method that a type lends to another; package surface reads that
// from syntax alone and says yes too often rather than too rarely. Types of
// imports come with their export data and need no fact.
//
// Read too little would be: a call of a method that more than [fewPackages]
// reached packages declare, on a value whose package is not imported. No rule
// follows a call with so many possible targets, unless the static type is
// concrete and the value came through two hands; that is the price.
//
// What scanning bytes could overlook, and why it does not: build constraints are
// not read, so that every file counts, whichever the build selects; generated
// files, files with import "C" and files beside assembly are scanned as others
// are; dot imports and imports under another name are resolved in the import
// clause; another module counts by its import path, replaced or vendored alike,
// and is then loaded with its syntax; modules of a go.work are main modules;
// flags in GOFLAGS reach the go command that loads what was chosen. Where
// GOPACKAGESDRIVER or a pattern that only the go command can expand decides what
// a package is, nothing is left.
//
// Out of scope in every host, and said so in the README: keys and hosts put
// together from pieces in a package where no file has a token.
//
// internal/e2e compares both ways over programs and shapes; bench/agree does over
// modules on disk and those of bench/modules.txt.
