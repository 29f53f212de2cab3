package ginh

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"

	"github.com/gin-gonic/gin"
)

func Hook(secret string) gin.HandlerFunc {
	return func(c *gin.Context) {
		body, err := c.GetRawData()
		if err != nil {
			c.AbortWithStatus(http.StatusBadRequest)
			return
		}
		m := hmac.New(sha256.New, []byte(secret))
		m.Write(body)
		m.Write([]byte(c.GetHeader("Klaviyo-Timestamp")))
		if c.GetHeader("Klaviyo-Signature") != hex.EncodeToString(m.Sum(nil)) { // want `the signature is compared with "!="`
			c.AbortWithStatus(http.StatusUnauthorized)
			return
		}
		c.Status(http.StatusOK)
	}
}

type payload struct {
	Data []map[string]any `json:"data"`
}

func Never(c *gin.Context) {
	if c.GetHeader("Klaviyo-Signature") == "" { // want `the handler reads "Klaviyo-Signature" and verifies nothing`
		c.JSON(401, gin.H{"error": "missing"})
		return
	}
	var p payload
	if err := c.ShouldBindJSON(&p); err != nil {
		c.JSON(400, gin.H{"error": err.Error()})
		return
	}
	c.JSON(200, gin.H{"n": len(p.Data)})
}

func Verify() gin.HandlerFunc {
	return func(c *gin.Context) {
		c.Next()
	}
}

func Routes() *gin.Engine {
	r := gin.Default()
	r.POST("/k", Hook("s"))
	r.POST("/n", Never)
	return r
}
