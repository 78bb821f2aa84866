package org.andiron.server.guard;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How much one request may ask of the server: settings {@code andiron.limits.*}. A request beyond a
 * limit is refused with a 4xx and an OperationOutcome that names the limit; nothing of it is
 * stored.
 *
 * @param body bytes of a request body as sent; 413 beyond (default 256MB)
 * @param inflatedBody bytes of a gzip or deflate body once inflated; 413 beyond (default 256MB)
 * @param inflationRatio inflated bytes per sent byte, looked at from the first megabyte on; 413
 *     beyond (default 200)
 * @param formBody bytes of a form, as POST _search sends it; 413 beyond (default 1MB)
 * @param bodyTimeout time within which a body must have arrived; 408 beyond (default 5m)
 * @param bufferedBodies bytes of all bodies held at one time; 503 with Retry-After beyond (default
 *     0: a third of the heap). A single body that could never fit is refused with 413
 * @param depth levels of nesting in JSON and XML; 400 beyond (default 100)
 * @param members members of one JSON object; 400 beyond (default 1000)
 * @param elementNames different element names in one body; 400 beyond (default 10000)
 * @param numberLength characters of a JSON number, and largest power of ten in its exponent; 400
 *     beyond (default 100)
 * @param bundleEntries entries of a Bundle; 413 beyond (default 20000)
 * @param url characters of path and query; 414 beyond (default 8KB)
 * @param headers bytes of all headers together; 431 beyond (default 32KB)
 * @param parameters parameters of a query or form; 400 beyond (default 200)
 * @param parameterLength characters of one parameter value; 400 beyond (default 16KB)
 * @param orValues values of one parameter, separated by commas; 400 beyond (default 1000)
 * @param chainDepth links in a chained or reverse chained parameter; 400 beyond (default 5)
 * @param includes _include and _revinclude parameters; 400 beyond (default 30)
 * @param iteratedIncludes of these, the ones that iterate; 400 beyond (default 5)
 * @param count largest page; a larger {@code _count} is lowered to it, as FHIR allows (default
 *     1000)
 * @param graphqlDepth levels of selection in a GraphQL query, fragments spelled out; 400 beyond
 *     (default 20)
 * @param graphqlFields fields of a GraphQL query, fragments spelled out; 400 beyond (default 1000)
 * @param patchOperations operations of a JSON Patch; 400 beyond (default 1000)
 */
@ConfigurationProperties("andiron.limits")
public record LimitsProperties(
    @DefaultValue("256MB") DataSize body,
    @DefaultValue("256MB") DataSize inflatedBody,
    @DefaultValue("200") int inflationRatio,
    @DefaultValue("1MB") DataSize formBody,
    @DefaultValue("5m") Duration bodyTimeout,
    @DefaultValue("0B") DataSize bufferedBodies,
    @DefaultValue("100") int depth,
    @DefaultValue("1000") int members,
    @DefaultValue("10000") int elementNames,
    @DefaultValue("100") int numberLength,
    @DefaultValue("20000") int bundleEntries,
    @DefaultValue("8KB") DataSize url,
    @DefaultValue("32KB") DataSize headers,
    @DefaultValue("200") int parameters,
    @DefaultValue("16KB") DataSize parameterLength,
    @DefaultValue("1000") int orValues,
    @DefaultValue("5") int chainDepth,
    @DefaultValue("30") int includes,
    @DefaultValue("5") int iteratedIncludes,
    @DefaultValue("1000") int count,
    @DefaultValue("20") int graphqlDepth,
    @DefaultValue("1000") int graphqlFields,
    @DefaultValue("1000") int patchOperations) {

  /** Bytes: the largest array a JVM surely makes. */
  private static final long LARGEST_BUFFER = Integer.MAX_VALUE - 16L;

  public LimitsProperties {
    if (bufferedBodies.toBytes() == 0) {
      bufferedBodies = DataSize.ofBytes(Runtime.getRuntime().maxMemory() / 3);
    }
    bytes("body", body);
    bytes("inflated-body", inflatedBody);
    bytes("form-body", formBody);
    bytes("url", url);
    bytes("headers", headers);
    bytes("parameter-length", parameterLength);
    if (bufferedBodies.isNegative()) {
      throw new IllegalArgumentException("andiron.limits.buffered-bodies must not be negative");
    }
    if (bodyTimeout.isNegative() || bodyTimeout.isZero()) {
      throw new IllegalArgumentException("andiron.limits.body-timeout must be positive");
    }
    if (url.toBytes() + headers.toBytes() > DataSize.ofMegabytes(16).toBytes()) {
      throw new IllegalArgumentException(
          "andiron.limits.url and andiron.limits.headers together must not exceed 16MB");
    }
    positive("inflation-ratio", inflationRatio);
    positive("depth", depth);
    positive("members", members);
    positive("element-names", elementNames);
    positive("number-length", numberLength);
    positive("bundle-entries", bundleEntries);
    positive("parameters", parameters);
    positive("or-values", orValues);
    positive("chain-depth", chainDepth);
    positive("includes", includes);
    positive("iterated-includes", iteratedIncludes);
    positive("count", count);
    positive("graphql-depth", graphqlDepth);
    positive("graphql-fields", graphqlFields);
    positive("patch-operations", patchOperations);
  }

  private static void bytes(String name, DataSize value) {
    if (value.toBytes() <= 0 || value.toBytes() > LARGEST_BUFFER) {
      throw new IllegalArgumentException(
          "andiron.limits." + name + " must be more than 0 and less than 2GB: " + value);
    }
  }

  private static void positive(String name, int value) {
    if (value <= 0) {
      throw new IllegalArgumentException(
          "andiron.limits." + name + " must be more than 0: " + value);
    }
  }
}
