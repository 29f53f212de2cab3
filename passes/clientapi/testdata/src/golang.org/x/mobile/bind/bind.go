// Package bind stands for the bindings of a phone.
package bind
