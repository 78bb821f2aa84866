package org.andiron.security.authserver.key;

import com.nimbusds.jose.jwk.RSAKey;
import java.time.Instant;

/**
 * A signing key of the table.
 *
 * @param key with its private part; the key id is its <a
 *     href="https://www.rfc-editor.org/rfc/rfc7638">thumbprint</a>
 * @param createdAt when it was made
 */
record StoredKey(RSAKey key, Instant createdAt) {}
