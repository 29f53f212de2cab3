// Package klaviyo stands for the SDK.
package klaviyo
