package org.andiron.server.error;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import org.apache.catalina.connector.ClientAbortException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Throws away what is written after the client has left. Only the output stream needs it: the
 * container's writer swallows that failure itself.
 */
final class DepartedClientResponse extends HttpServletResponseWrapper {

  private static final Logger LOG = LoggerFactory.getLogger(DepartedClientResponse.class);

  private @Nullable ServletOutputStream stream;
  private boolean departed;

  DepartedClientResponse(HttpServletResponse response) {
    super(response);
  }

  @Override
  public ServletOutputStream getOutputStream() throws IOException {
    ServletOutputStream current = stream;
    if (current == null) {
      current = new Stream(super.getOutputStream());
      stream = current;
    }
    return current;
  }

  @Override
  public void reset() {
    super.reset();
    // From here on the container lets the writer be used instead.
    stream = null;
  }

  @Override
  public void flushBuffer() throws IOException {
    write(super::flushBuffer);
  }

  private void write(Output output) throws IOException {
    if (departed) {
      return;
    }
    try {
      output.run();
    } catch (ClientAbortException gone) {
      departed = true;
      LOG.debug("The client left before its answer was written", gone);
    }
  }

  @FunctionalInterface
  private interface Output {
    void run() throws IOException;
  }

  private final class Stream extends ServletOutputStream {

    private final ServletOutputStream out;

    private Stream(ServletOutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int value) throws IOException {
      DepartedClientResponse.this.write(() -> out.write(value));
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      DepartedClientResponse.this.write(() -> out.write(bytes, offset, length));
    }

    @Override
    public void flush() throws IOException {
      DepartedClientResponse.this.write(out::flush);
    }

    @Override
    public void close() throws IOException {
      DepartedClientResponse.this.write(out::close);
    }

    @Override
    public boolean isReady() {
      return out.isReady();
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      out.setWriteListener(listener);
    }
  }
}
