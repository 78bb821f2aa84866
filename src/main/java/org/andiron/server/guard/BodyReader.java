package org.andiron.server.guard;

import jakarta.servlet.http.HttpServletRequest;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request body into one array, undoing its content coding, and stops as soon as a limit is
 * passed. The array grows with what has really arrived: a claimed length alone costs nothing.
 */
final class BodyReader {

  private static final int FIRST_BUFFER = 64 * 1024;

  /** Below this many inflated bytes the ratio says nothing: a small body of blanks is harmless. */
  private static final long RATIO_FLOOR = 1024 * 1024;

  private final LimitsProperties limits;

  BodyReader(LimitsProperties limits) {
    this.limits = limits;
  }

  /**
   * Reads all of the body.
   *
   * @param limit bytes, of the body as sent and, where no coding is used, of the result
   * @throws RefusedRequestException 400, 408, 413, 415 or 503
   */
  byte[] read(HttpServletRequest request, Limit limit, BodyBudget.Lease lease) {
    long declared = request.getContentLengthLong();
    if (declared > limit.bytes()) {
      throw tooLarge(limit);
    }
    String coding = coding(request.getHeader("Content-Encoding"));
    try {
      SentBody sent = new SentBody(request.getInputStream(), limit);
      if (coding == null) {
        return collect(sent, sent, limit, declared, lease);
      }
      Limit inflatedLimit =
          new Limit(
              Math.min(limit.inflatedBytes(), limits.inflatedBody().toBytes()),
              limit.inflatedBytes(),
              "andiron.limits.inflated-body");
      try (InputStream inflated =
          coding.equals("gzip")
              ? new GZIPInputStream(sent, FIRST_BUFFER)
              : new InflaterInputStream(sent)) {
        return collect(inflated, sent, inflatedLimit, -1, lease);
      }
    } catch (SocketTimeoutException slow) {
      throw timedOut();
    } catch (ZipException | EOFException corrupt) {
      throw RefusedRequestException.of(
          400,
          "structure",
          coding == null
              ? "The body ends before its Content-Length."
              : "The body is not complete, well-formed " + coding + ".");
    } catch (IOException broken) {
      if (broken.getCause() instanceof SocketTimeoutException) {
        throw timedOut();
      }
      throw RefusedRequestException.of(400, "structure", "The body could not be read to its end.");
    }
  }

  private static @Nullable String coding(@Nullable String header) {
    if (header == null) {
      return null;
    }
    return switch (header.trim().toLowerCase(Locale.ROOT)) {
      case "", "identity" -> null;
      case "gzip", "x-gzip" -> "gzip";
      case "deflate" -> "deflate";
      default ->
          throw RefusedRequestException.of(
              415, "not-supported", "This Content-Encoding is not accepted. Use gzip or deflate.");
    };
  }

  private byte[] collect(
      InputStream in, SentBody sent, Limit limit, long declared, BodyBudget.Lease lease)
      throws IOException {
    int capacity = (int) Math.min(declared < 0 ? FIRST_BUFFER : declared, FIRST_BUFFER);
    lease.reserve(capacity);
    byte[] buffer = new byte[capacity];
    int size = 0;
    while (true) {
      if (size == buffer.length) {
        int next = in.read();
        if (next < 0) {
          return buffer;
        }
        if (size >= limit.bytes()) {
          throw tooLarge(limit);
        }
        buffer = grow(buffer, declared, limit, lease);
        buffer[size++] = (byte) next;
      }
      int read = in.read(buffer, size, buffer.length - size);
      if (read < 0) {
        return trim(buffer, size, lease);
      }
      size += read;
      if (in != sent) {
        checkRatio(size, sent.count());
      }
    }
  }

  private static byte[] grow(byte[] buffer, long declared, Limit limit, BodyBudget.Lease lease) {
    long ceiling = declared > buffer.length ? declared : limit.bytes();
    int capacity = (int) Math.min(Math.max(2L * buffer.length, FIRST_BUFFER), ceiling);
    lease.reserve(capacity);
    byte[] larger = Arrays.copyOf(buffer, capacity);
    lease.release(buffer.length);
    return larger;
  }

  private static byte[] trim(byte[] buffer, int size, BodyBudget.Lease lease) {
    if (size == buffer.length) {
      return buffer;
    }
    lease.reserve(size);
    byte[] exact = Arrays.copyOf(buffer, size);
    lease.release(buffer.length);
    return exact;
  }

  private void checkRatio(long inflated, long sent) {
    if (inflated > RATIO_FLOOR && inflated / limits.inflationRatio() > sent) {
      throw RefusedRequestException.of(
          413,
          "too-costly",
          "The body inflates to more than "
              + limits.inflationRatio()
              + " times its size (andiron.limits.inflation-ratio).");
    }
  }

  private static RefusedRequestException tooLarge(Limit limit) {
    return RefusedRequestException.of(
        413,
        "too-long",
        "The body is larger than " + limit.bytes() + " bytes (" + limit.setting() + ").");
  }

  private static RefusedRequestException timedOut() {
    return RefusedRequestException.of(
        408, "timeout", "The body did not arrive in time (andiron.limits.body-timeout).");
  }

  /**
   * How large a body may be.
   *
   * @param bytes as sent
   * @param inflatedBytes once inflated
   * @param setting the name of the setting
   */
  record Limit(long bytes, long inflatedBytes, String setting) {}

  /**
   * The body as it arrives: counted, bounded in size and time, never closed, for the connection
   * goes on.
   */
  private final class SentBody extends FilterInputStream {

    private final Limit limit;
    private final long deadline = System.nanoTime() + limits.bodyTimeout().toNanos();
    private long count;

    SentBody(InputStream in, Limit limit) {
      super(in);
      this.limit = limit;
    }

    long count() {
      return count;
    }

    @Override
    public int read() throws IOException {
      int next = super.read();
      counted(next < 0 ? next : 1);
      return next;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int read = super.read(target, offset, length);
      counted(read);
      return read;
    }

    private void counted(int read) {
      if (read > 0) {
        count += read;
        if (count > limit.bytes()) {
          throw tooLarge(limit);
        }
        if (System.nanoTime() - deadline > 0) {
          throw timedOut();
        }
      }
    }

    @Override
    public void close() {
      // Tomcat ends the request's stream itself.
    }
  }
}
