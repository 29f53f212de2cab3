package webhooks

import (
	"strconv"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/stdlib"
)

// hashFuncs are the hashes that code computes signatures with, by the functions
// that make or compute them.
var hashFuncs = map[string]string{
	"crypto/sha256.New": "sha256", "crypto/sha256.New224": "sha224", "crypto/sha512.New": "sha512", "crypto/sha512.New384": "sha384",
	"crypto/sha512.New512_256": "sha512/256", "crypto/sha1.New": "sha1", "crypto/md5.New": "md5", "crypto/sha3.New256": "sha3",
	"crypto/sha256.Sum256": "sha256", "crypto/sha256.Sum224": "sha224", "crypto/sha512.Sum512": "sha512", "crypto/sha512.Sum384": "sha384",
	"crypto/sha1.Sum": "sha1", "crypto/md5.Sum": "md5",
}

// addHashes tells how digests are computed and encoded.
func (e *engine) addHashes() {
	m := e.own
	m["crypto/hmac.New"] = func(c *flow.Call) ([]flow.Value, bool) {
		hash := ""
		for _, a := range c.Arg(0) {
			if a.Kind == flow.FuncK {
				hash = hashFuncs[a.Fn.Name]
			}
		}
		return []flow.Value{e.hasher(hash, true, c)}, true
	}
	for name, hash := range hashFuncs {
		if strings.Contains(name, ".New") {
			m[name] = func(c *flow.Call) ([]flow.Value, bool) { return []flow.Value{e.hasher(hash, false, c)}, true }
			continue
		}
		m[name] = func(c *flow.Call) ([]flow.Value, bool) {
			return []flow.Value{e.sum(&digest{hash: hash, texts: e.texts(c.Arg(0))})}, true
		}
	}
	m[typeHash+".Write"] = func(c *flow.Call) ([]flow.Value, bool) {
		e.write(c.Recv, e.texts(c.Arg(0)))
		return c.Unknown("call"), true
	}
	m[typeHash+".WriteString"] = m[typeHash+".Write"]
	m[typeHash+".Reset"] = func(c *flow.Call) ([]flow.Value, bool) {
		e.it.Each(c.Recv, func(id flow.ID) { e.it.Set(id, stdlib.Content, flow.TextValue("")) })
		return nil, true
	}
	m[typeHash+".Sum"] = func(c *flow.Call) ([]flow.Value, bool) {
		var out flow.Value
		for _, id := range c.Recv.Objects() {
			v, _ := e.it.Get(id, stdlib.Content)
			hash, _ := e.it.Get(id, noteHash)
			keyed, _ := e.it.Get(id, noteKeyed)
			d := &digest{keyed: keyed.Truth() == 1, texts: v.Texts()}
			d.hash, _ = hash.Const()
			out = append(out, e.sum(d)...)
		}
		if out == nil {
			return nil, false
		}
		return []flow.Value{out}, true
	}

	encode := func(sub string, i int) flow.Intrinsic {
		return func(c *flow.Call) ([]flow.Value, bool) { return []flow.Value{coded(c.Arg(i), sub, "string")}, true }
	}
	m["encoding/hex.EncodeToString"] = encode("hex", 0)
	m["encoding/base64.Encoding.EncodeToString"] = encode("base64", 0)
	m["encoding/hex.AppendEncode"] = encode("hex", 1)
	into := func(sub string) flow.Intrinsic {
		return func(c *flow.Call) ([]flow.Value, bool) {
			e.it.Each(c.Arg(0), func(id flow.ID) { e.it.Set(id, stdlib.Content, coded(c.Arg(1), sub, "[]byte")) })
			return c.Unknown("call"), true
		}
	}
	m["encoding/hex.Encode"], m["encoding/base64.Encoding.Encode"] = into("hex"), into("base64")
	m["encoding/hex.Decode"] = into("hex")
	decode := func(sub string) flow.Intrinsic {
		return func(c *flow.Call) ([]flow.Value, bool) {
			return []flow.Value{coded(c.Arg(0), sub, "[]byte"), stdlib.NilOr("error")}, true
		}
	}
	m["encoding/hex.DecodeString"], m["encoding/base64.Encoding.DecodeString"] = decode("hex"), decode("base64")
	m["fmt.Sprintf"] = func(c *flow.Call) ([]flow.Value, bool) {
		// "%x" of a digest is its hex.
		f, ok := c.Arg(0).Const()
		if i := strings.Index(f, "%x"); ok && i >= 0 && strings.Count(f, "%") == 1 && len(c.Args) == 2 {
			v := coded(c.Arg(1), "hex", "string")
			out := flow.Concat(flow.Concat([]flow.Text{{{Lit: f[:i]}}}, v.Texts()), []flow.Text{{{Lit: f[i+2:]}}})
			return []flow.Value{flow.TextsValue(trim(out))}, true
		}
		return e.lib["fmt.Sprintf"](c)
	}
}

// trim drops empty literals.
func trim(ts []flow.Text) []flow.Text {
	for i, t := range ts {
		var u flow.Text
		for _, p := range t {
			if p.Hole || p.Lit != "" {
				u = append(u, p)
			}
		}
		ts[i] = u
	}
	return ts
}

// typeHash is the type of objects that stand for a hash in the making.
const typeHash = "running hash"

// What is noted about a hash.
var (
	noteHash  = flow.Note("hash")  // its name
	noteKeyed = flow.Note("keyed") // whether it has a key
)

func (e *engine) hasher(hash string, keyed bool, c *flow.Call) flow.Value {
	id := e.it.NewInternal(typeHash, c.Node)
	e.it.Set(id, noteHash, flow.TextValue(hash))
	e.it.Set(id, noteKeyed, flow.BoolValue(keyed))
	e.it.Set(id, stdlib.Content, flow.TextValue(""))
	return flow.ObjValue(id)
}

func (e *engine) sum(d *digest) flow.Value {
	e.digests = append(e.digests, d)
	return flow.UnknownFrom(flow.Origin{Kind: fromDigest, Name: strconv.Itoa(len(e.digests) - 1)}, "[]byte")
}

// coded notes the encoding of digests, and the decoding of headers. Twice is
// more than is followed.
func coded(v flow.Value, sub, typ string) flow.Value {
	var out flow.Value
	for _, t := range v.Texts() {
		if len(t) != 1 || !t[0].Hole || t[0].From.Kind != fromDigest && t[0].From.Kind != fromHeader || t[0].From.Sub != "" {
			return flow.UnknownFrom(flow.Origin{Kind: "coded"}, typ)
		}
		o := t[0].From
		o.Sub = sub
		out = append(out, flow.UnknownFrom(o, typ)...)
	}
	return out
}
