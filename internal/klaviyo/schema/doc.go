// Package schema holds what every Klaviyo operation accepts and answers, for
// each revision: members of bodies and replies with their kinds, required
// marks, values and formats; query parameters; filter fields and operators;
// scopes, rates and limits.
//
// The facts are tables made from the branches of github.com/klaviyo/openapi,
// one branch a revision, by internal/klaviyo/gen. The text of the tables lies
// in data/, for people; the same bytes, compressed, are embedded from packed/.
// Nothing is read before it is asked for: a file is unpacked at the first
// question about it, and a line is taken apart each time it is looked at.
//
// The tables are the description, not the server. What the server is known to
// do otherwise is in exceptions.go.
package schema
