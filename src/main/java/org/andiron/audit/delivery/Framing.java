package org.andiron.audit.delivery;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** How the reader of a stream knows where a message ends. */
enum Framing {
  /** Its length goes before it, RFC 6587, section 3.4.1, and RFC 5425, section 4.3. */
  OCTET_COUNTING {
    @Override
    void write(byte[] message, OutputStream out) throws IOException {
      out.write((message.length + " ").getBytes(StandardCharsets.US_ASCII));
      out.write(message);
    }
  },
  /** A line feed goes after it; it has none itself. */
  LINES {
    @Override
    void write(byte[] message, OutputStream out) throws IOException {
      out.write(message);
      out.write('\n');
    }
  };

  abstract void write(byte[] message, OutputStream out) throws IOException;
}
