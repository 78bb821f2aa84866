package org.andiron.storage.content;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.swing.text.BadLocationException;
import javax.swing.text.Document;
import javax.swing.text.rtf.RTFEditorKit;
import org.apache.pdfbox.io.MemoryUsageSetting;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.text.PDFTextStripper;
import org.hl7.fhir.r4.model.Attachment;
import org.jsoup.Jsoup;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.util.MimeType;
import org.springframework.util.unit.DataSize;

/**
 * Takes the text out of attachments that carry their data: plain text, HTML, RTF and PDF. What
 * cannot be read, is too large or takes too long has no text; that is no error.
 */
final class AttachmentText implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(AttachmentText.class);

  private static final Duration LONGEST = Duration.ofSeconds(5);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
  private static final int THREADS = 2;

  /** Threads that a reading without end may keep, beside those that read. */
  private static final int MOST_STUCK = 4;

  private static final int WAITING = 64;
  private static final int MOST_CHARACTERS = 1 << 20;

  /** What a PDF may take in memory; the rest goes to a file. */
  private static final DataSize PDF_MEMORY = DataSize.ofMegabytes(32);

  private static final DataSize PDF_STORAGE = DataSize.ofMegabytes(256);

  /** What the streams of a PDF may become when they are decoded, on the heap. */
  private static final DataSize PDF_DECODED = DataSize.ofMegabytes(64);

  /** Where PDFBox keeps what it knows of the fonts of the machine; the home is not ours. */
  private static final String FONT_CACHE = "pdfbox.fontcache";

  private final long limit;
  private final ThreadPoolExecutor threads;
  private int stuck;
  private boolean warned;

  /**
   * A reader of attachments.
   *
   * @param limit the size of the largest that is read
   */
  AttachmentText(DataSize limit) {
    this.limit = limit.toBytes();
    if (System.getProperty(FONT_CACHE) == null) {
      System.setProperty(FONT_CACHE, System.getProperty("java.io.tmpdir"));
    }
    threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS + MOST_STUCK,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            task -> {
              Thread thread = new Thread(task, "attachment-text");
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  /** The text of an attachment. */
  Optional<String> textOf(Attachment attachment) {
    if (!attachment.hasContentType() || !attachment.hasData()) {
      return Optional.empty();
    }
    MimeType type = type(attachment.getContentType());
    if (type == null) {
      return Optional.empty();
    }
    byte[] data = attachment.getData();
    if (data.length > limit) {
      log.debug("An attachment of {} bytes is too large to be searched in", data.length);
      return Optional.empty();
    }
    return switch (type.getType() + '/' + type.getSubtype()) {
      case "text/html", "application/xhtml+xml" ->
          inTime(() -> Jsoup.parse(decoded(data, type)).text());
      case "text/rtf", "application/rtf" -> inTime(() -> rtf(data));
      case "application/pdf" -> inTime(() -> pdf(data));
      default ->
          type.getType().equals("text") ? Optional.of(decoded(data, type)) : Optional.empty();
    };
  }

  /** Without its parameters if these make no sense, such as a character set that nobody knows. */
  private static @Nullable MimeType type(String stated) {
    try {
      return MimeType.valueOf(stated);
    } catch (InvalidMimeTypeException e) {
      int parameters = stated.indexOf(';');
      return parameters < 0 ? null : type(stated.substring(0, parameters));
    }
  }

  private Optional<String> inTime(Callable<String> reader) {
    if (!hasThreads()) {
      return Optional.empty();
    }
    Reading reading = new Reading(reader);
    Future<String> text;
    try {
      text = threads.submit(reading);
    } catch (RejectedExecutionException e) {
      log.debug("Too many attachments at once: one is not searched in");
      return Optional.empty();
    }
    try {
      if (!reading.begun.await(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        log.debug("Too many attachments at once: one is not searched in");
        return Optional.empty();
      }
      return Optional.of(text.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException e) {
      // Its message may quote the attachment.
      Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
      log.debug("An attachment cannot be read: {}", cause.getClass().getName());
    } catch (TimeoutException e) {
      log.debug("An attachment takes too long to read");
      reading.abandon();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      text.cancel(true);
    }
    return Optional.empty();
  }

  /** Has as many threads that read as before, whatever those do that nobody waits for. */
  private synchronized void countStuck(int more) {
    stuck += more;
    threads.setCorePoolSize(THREADS + Math.min(stuck, MOST_STUCK));
    if (stuck > 0 && !warned) {
      warned = true;
      log.warn("An attachment takes very long to read and is not found by its text");
    }
  }

  private synchronized boolean hasThreads() {
    return stuck < THREADS + MOST_STUCK;
  }

  private final class Reading implements Callable<String> {

    private final Callable<String> reader;
    private final CountDownLatch begun = new CountDownLatch(1);
    private boolean abandoned;
    private boolean ended;

    Reading(Callable<String> reader) {
      this.reader = reader;
    }

    @Override
    public String call() throws Exception {
      begun.countDown();
      try {
        return reader.call();
      } finally {
        end();
      }
    }

    private synchronized void end() {
      ended = true;
      if (abandoned) {
        countStuck(-1);
      }
    }

    private synchronized void abandon() {
      if (!ended) {
        abandoned = true;
        countStuck(1);
      }
    }
  }

  private static String decoded(byte[] data, MimeType type) {
    Charset stated = type.getCharset();
    if (stated != null) {
      return new String(data, stated);
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data)).toString();
    } catch (CharacterCodingException e) {
      return new String(data, StandardCharsets.ISO_8859_1);
    }
  }

  private static String rtf(byte[] data) throws IOException, BadLocationException {
    RTFEditorKit kit = new RTFEditorKit();
    Document document = kit.createDefaultDocument();
    kit.read(new ByteArrayInputStream(data), document, 0);
    return document.getText(0, document.getLength());
  }

  private static String pdf(byte[] data) throws IOException {
    MemoryUsageSetting memory =
        MemoryUsageSetting.setupMixed(PDF_MEMORY.toBytes(), PDF_STORAGE.toBytes());
    try (PDDocument document = BoundedPdf.open(data, memory.streamCache, PDF_DECODED.toBytes())) {
      Limited text = new Limited();
      try {
        new Interruptible().writeText(document, text);
      } catch (FullException e) {
        log.debug("A PDF has more text than is searched in");
      }
      return text.toString();
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  /** Looks before each page whether anybody still waits, and how large it is. */
  static final class Interruptible extends PDFTextStripper {

    Interruptible() {
      setSortByPosition(true);
    }

    @Override
    public void processPage(PDPage page) throws IOException {
      BoundedPdf.count(page);
      super.processPage(page);
    }

    @Override
    protected void startPage(PDPage page) throws IOException {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException();
      }
      super.startPage(page);
    }
  }

  private static final class FullException extends IOException {

    private static final long serialVersionUID = 1L;
  }

  private static final class Limited extends Writer {

    private final StringWriter text = new StringWriter();

    @Override
    public void write(char[] characters, int offset, int count) throws IOException {
      text.write(characters, offset, count);
      if (text.getBuffer().length() > MOST_CHARACTERS) {
        throw new FullException();
      }
    }

    @Override
    public void flush() {
      // Everything is in memory.
    }

    @Override
    public void close() {
      // Nothing is open.
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
