package org.andiron.audit.ledger;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The keys of which somebody knows that they are of the owner of a log: now, or before. */
public final class VerificationKeys {

  private static final Pattern PUBLIC_KEY =
      Pattern.compile("-----BEGIN PUBLIC KEY-----[^-]*-----END PUBLIC KEY-----");

  private final Map<Hash, VerificationKey> keys = new LinkedHashMap<>();

  /** Some keys, the current one first. */
  public VerificationKeys(Collection<VerificationKey> keys) {
    keys.forEach(it -> this.keys.put(it.id(), it));
  }

  /**
   * Reads all public keys of a text in PEM, and passes over what else is in it.
   *
   * @throws IllegalArgumentException if there is none, or one is not of Ed25519
   */
  public static VerificationKeys ofPem(String pem) {
    List<VerificationKey> keys = new ArrayList<>();
    Matcher matcher = PUBLIC_KEY.matcher(pem);
    while (matcher.find()) {
      keys.add(VerificationKey.ofPem(matcher.group()));
    }
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("no public key in PEM");
    }
    return new VerificationKeys(keys);
  }

  /** These and others. */
  public VerificationKeys and(VerificationKeys others) {
    List<VerificationKey> all = new ArrayList<>(keys.values());
    all.addAll(others.keys.values());
    return new VerificationKeys(all);
  }

  /** The key of this id. */
  public Optional<VerificationKey> find(Hash id) {
    return Optional.ofNullable(keys.get(id));
  }

  /** Whether one of them signed the head as it is. */
  public boolean verify(SignedTreeHead signed) {
    return find(signed.keyId()).filter(it -> it.verifies(signed)).isPresent();
  }

  /** All of them. */
  public List<VerificationKey> all() {
    return List.copyOf(keys.values());
  }

  /** All of them as text, as other software reads it. */
  public String pem() {
    StringBuilder pem = new StringBuilder();
    keys.values().forEach(it -> pem.append(it.pem()));
    return pem.toString();
  }
}
