package org.andiron.security.authserver;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.andiron.testsupport.SigningClient;

/** A good token, and the public key by which everybody can check it. */
record GoodToken(String token, RSAKey key) {

  /** Whose key is not ours. */
  static final SigningClient ATTACKER = SigningClient.rsa("attacker");

  /** Makes a bad token of a good one. */
  @FunctionalInterface
  interface Forgery {
    String of(GoodToken good) throws JOSEException, GeneralSecurityException, ParseException;
  }

  String part(int index) {
    return token.split("\\.", -1)[index];
  }

  String header() {
    return part(0);
  }

  String payload() {
    return part(1);
  }

  String signature() {
    return part(2);
  }

  /** The same payload under another header, with some signature. */
  String under(String header, String signature) {
    return encode(header) + "." + payload() + "." + signature;
  }

  /** A header like that of the good token, with further members. */
  String headerWith(String members) {
    return "{\"typ\":\"at+jwt\",\"kid\":\"" + key.getKeyID() + "\"," + members + "}";
  }

  /** The good token with something else in its payload. */
  String saying(String claim, Object value) throws ParseException {
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder(SignedJWT.parse(token).getJWTClaimsSet())
            .claim(claim, value)
            .build();
    return with(claims.toString());
  }

  /** The good token with another payload. */
  String with(String payload) {
    return header() + "." + encode(payload) + "." + signature();
  }

  /** The same payload with the public key as the secret of a MAC. */
  String mac(String algorithm, String hash, byte[] secret) throws GeneralSecurityException {
    String input = encode(headerWith("\"alg\":\"" + algorithm + "\"")) + "." + payload();
    Mac mac = Mac.getInstance(hash);
    mac.init(new SecretKeySpec(secret, hash));
    byte[] signature = mac.doFinal(input.getBytes(StandardCharsets.US_ASCII));
    return input + "." + Base64URL.encode(signature);
  }

  /** The same payload, signed by the attacker under a header of theirs. */
  String signedByAttacker(JWSHeader header) throws JOSEException, ParseException {
    SignedJWT jwt = new SignedJWT(header, SignedJWT.parse(token).getJWTClaimsSet());
    jwt.sign(new RSASSASigner(ATTACKER.key().toRSAKey()));
    return jwt.serialize();
  }

  JWSHeader.Builder builder(JWSAlgorithm algorithm) {
    return new JWSHeader.Builder(algorithm).type(new JOSEObjectType("at+jwt"));
  }

  byte[] pem() throws JOSEException {
    String body =
        Base64.getMimeEncoder(64, new byte[] {'\n'})
            .encodeToString(key.toRSAPublicKey().getEncoded());
    return bytes("-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----\n");
  }

  static String encode(String text) {
    return Base64URL.encode(text).toString();
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
