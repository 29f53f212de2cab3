package preflight

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"path"
	"strconv"
	"strings"
)

// DefaultBase is Klaviyo's only API host, DefaultStatus its Statuspage.
const (
	DefaultBase   = "https://a.klaviyo.com"
	DefaultStatus = "https://status.klaviyo.com"
)

// A Base is an address that the key may be sent to.
type Base struct {
	url *url.URL
	// Loopback: only addresses of this machine are dialled, without a proxy.
	Loopback bool
	// Foreign: neither Klaviyo's host nor this machine.
	Foreign bool
}

// String returns the address.
func (b Base) String() string { return b.url.String() }

// Host returns host and port.
func (b Base) Host() string { return b.url.Host }

// ParseBase decides whether the key may go to an address: Klaviyo's own host by
// https, this machine, or another https host that the configuration lists
// (listed reports that).
func ParseBase(text string, listed func(host string) bool) (Base, error) {
	u, err := parseAddress(text)
	if err != nil {
		return Base{}, fmt.Errorf("-base: %w", err)
	}
	if u.Path != "" && path.Base(u.Path) == "api" {
		return Base{}, errors.New("-base: the base ends before /api: leave /api off")
	}
	b := Base{url: u, Loopback: loopbackHost(u)}
	switch {
	case b.Loopback:
		return b, nil
	case u.Scheme == "https" && u.Hostname() == "a.klaviyo.com" && (u.Port() == "" || u.Port() == "443"):
		if u.Path != "" {
			return Base{}, fmt.Errorf("-base: %s has no path before /api", u.Host)
		}
		u.Host = u.Hostname()
		return b, nil
	case u.Scheme == "http":
		return Base{}, fmt.Errorf("-base: the key goes over http to this machine only (localhost, 127.0.0.0/8, ::1), not to %s", u.Host)
	case !listed(u.Host):
		return Base{}, fmt.Errorf("-base: the key is not sent to %s unless [client] hosts in .klaviyolint.toml lists it", u.Host)
	}
	b.Foreign = true
	return b, nil
}

// ParseStatusBase reads the address of a Statuspage. No key goes there.
func ParseStatusBase(text string) (Base, error) {
	u, err := parseAddress(text)
	if err != nil {
		return Base{}, fmt.Errorf("-status-base: %w", err)
	}
	return Base{url: u, Loopback: loopbackHost(u)}, nil
}

// parseAddress reads scheme, host and perhaps a path, and nothing else.
func parseAddress(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	switch {
	case err != nil:
		return nil, errors.New("not an address (https://host)") // the error repeats the text
	case u.User != nil:
		return nil, errors.New("an address with user information is refused")
	case u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.Opaque != "":
		return nil, errors.New("not an address of the form https://host")
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || strings.Contains(text, "#"):
		return nil, errors.New("an address with a query or fragment is refused")
	}
	p := strings.TrimSuffix(u.Path, "/")
	if p != "" && (path.Clean(p) != p || u.RawPath != "") {
		return nil, fmt.Errorf("the path %q is no plain prefix", u.Path)
	}
	u.Path = p
	host := strings.ToLower(u.Hostname())
	if host == "" {
		return nil, errors.New("not an address of the form https://host")
	}
	if addr, ok := numericHost(host); ok {
		host = addr.String()
		if addr.Is6() {
			host = "[" + host + "]"
		}
	} else if strings.ContainsAny(host, ":%") {
		return nil, fmt.Errorf("%q is no host", host)
	}
	if port := u.Port(); port != "" {
		if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
			return nil, fmt.Errorf("%q is no port", port)
		}
		host += ":" + port
	}
	u.Host = host
	return u, nil
}

// loopbackHost reports whether an address names this machine: localhost, or a
// loopback address. A name that merely resolves to one does not.
func loopbackHost(u *url.URL) bool {
	host := u.Hostname()
	if host == "localhost" {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.Unmap().IsLoopback()
}

// numericHost reads the forms of an address that resolvers understand, the
// short ones of inet_aton among them: 127.1, 0x7f.0.0.1, 2130706433.
func numericHost(host string) (netip.Addr, bool) {
	if addr, err := netip.ParseAddr(host); err == nil && addr.Zone() == "" {
		return addr.Unmap(), true
	}
	parts := strings.Split(host, ".")
	if len(parts) > 4 {
		return netip.Addr{}, false
	}
	var nums []uint64
	for _, p := range parts {
		if p == "" || p[0] < '0' || p[0] > '9' {
			return netip.Addr{}, false
		}
		n, err := strconv.ParseUint(strings.TrimPrefix(p, "0x"), numberBase(p), 32)
		if err != nil {
			return netip.Addr{}, false
		}
		nums = append(nums, n)
	}
	last := len(nums) - 1
	value := nums[last]
	if value >= 1<<(8*(4-last)) {
		return netip.Addr{}, false
	}
	for i, n := range nums[:last] {
		if n > 255 {
			return netip.Addr{}, false
		}
		value |= n << (8 * (3 - i))
	}
	return netip.AddrFrom4([4]byte{byte(value >> 24), byte(value >> 16), byte(value >> 8), byte(value)}), true
}

func numberBase(s string) int {
	switch {
	case strings.HasPrefix(s, "0x"):
		return 16
	case len(s) > 1 && s[0] == '0':
		return 8
	}
	return 10
}
