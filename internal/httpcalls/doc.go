// Package httpcalls knows HTTP as Go code speaks it, for any vendor: which calls make
// a request, change it and send it, what its URL, headers and body hold, which
// client sends it and how long it waits, and what the code does with the answer.
// The tables name the calls of libraries. What makes a request a vendor's is asked
// of a [Vendor].
package httpcalls
