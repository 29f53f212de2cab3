// Package oracle compares what the engine says of a program with what the
// program does. Programs come from a grammar of the language ([grammar]); each
// is compiled and run for real, a server on loopback writes down what arrives,
// and the engine reads the same source. Whatever arrived must be among what the
// engine calls possible, and must have what it calls certain; what is only
// compared, or never sent, must not be among it.
//
// How exact the engine is beside being right is measured with the same runs; see
// [Exactness].
package oracle
