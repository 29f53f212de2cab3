// Package webhooks knows every handler of a Klaviyo webhook in a package, and
// what it verifies. It follows the bytes: the body as it was read, the value of
// the timestamp header, the HMAC, its encoding, the comparison with the
// signature header, and what becomes of the result. Helpers, methods and
// middleware are seen through, in this package and, by the facts of package
// requests, in those it imports.
//
// Only what was read from one of Klaviyo's headers, or from one that stands in
// for it, makes a comparison Klaviyo's: other vendors' webhooks in the same
// module say nothing here.
package webhooks
