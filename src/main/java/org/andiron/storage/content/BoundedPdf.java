package org.andiron.storage.content;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSDocument;
import org.apache.pdfbox.cos.COSInputStream;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.filter.DecodeOptions;
import org.apache.pdfbox.filter.Filter;
import org.apache.pdfbox.filter.FilterFactory;
import org.apache.pdfbox.io.RandomAccessRead;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.io.RandomAccessReadView;
import org.apache.pdfbox.io.RandomAccessStreamCache;
import org.apache.pdfbox.io.RandomAccessStreamCache.StreamCacheCreateFunction;
import org.apache.pdfbox.pdfparser.PDFParser;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.jspecify.annotations.Nullable;

/**
 * Opens PDFs whose streams do not decode to more than a limit in all. PDFBox decodes each stream
 * into memory, however large it becomes, so each is decoded into nothing before PDFBox may.
 */
final class BoundedPdf extends PDFParser {

  /** What else PDFBox decodes holds pictures, without text but with any size. */
  private static final Set<COSName> READ =
      Set.of(
          COSName.FLATE_DECODE,
          COSName.FLATE_DECODE_ABBREVIATION,
          COSName.LZW_DECODE,
          COSName.LZW_DECODE_ABBREVIATION,
          COSName.RUN_LENGTH_DECODE,
          COSName.RUN_LENGTH_DECODE_ABBREVIATION,
          COSName.ASCII85_DECODE,
          COSName.ASCII85_DECODE_ABBREVIATION,
          COSName.ASCII_HEX_DECODE,
          COSName.ASCII_HEX_DECODE_ABBREVIATION,
          COSName.CRYPT);

  private long left;

  private BoundedPdf(byte[] data, RandomAccessStreamCache cache, long limit) throws IOException {
    super(new RandomAccessReadBuffer(data), "", null, null, () -> cache);
    left = limit;
    document = new Bounded(cache);
  }

  /**
   * Opens a document.
   *
   * @param limit bytes that reading the document may decode
   * @throws IOException if it is no PDF, or asks for a password; reading it throws one when the
   *     limit is reached
   */
  static PDDocument open(byte[] data, StreamCacheCreateFunction memory, long limit)
      throws IOException {
    RandomAccessStreamCache cache = memory.create();
    try {
      return new BoundedPdf(data, cache, limit).parse();
    } catch (IOException | RuntimeException e) {
      cache.close();
      throw e;
    }
  }

  /**
   * Counts the content of a page, which PDFBox decodes while it reads, but of which it keeps as
   * much as stands before an operator.
   */
  static void count(PDPage page) throws IOException {
    Iterator<PDStream> contents = page.getContentStreams();
    while (contents.hasNext()) {
      if (contents.next().getCOSObject() instanceof Stream stream) {
        stream.count();
      }
    }
  }

  private final class Bounded extends COSDocument {

    private final RandomAccessStreamCache cache;

    Bounded(RandomAccessStreamCache cache) {
      super(() -> cache, BoundedPdf.this);
      this.cache = cache;
    }

    @Override
    public COSStream createCOSStream(COSDictionary dictionary, long start, long length)
        throws IOException {
      COSStream stream = new Stream(cache, createRandomAccessReadView(start, length));
      dictionary.forEach(stream::setItem);
      stream.setKey(dictionary.getKey());
      return stream;
    }
  }

  private final class Stream extends COSStream {

    private boolean counted;

    Stream(RandomAccessStreamCache cache, RandomAccessReadView raw) throws IOException {
      super(cache, raw);
    }

    @Override
    public COSInputStream createInputStream(DecodeOptions options) throws IOException {
      count();
      return super.createInputStream(options);
    }

    @Override
    public RandomAccessRead createView() throws IOException {
      count();
      return super.createView();
    }

    private void count() throws IOException {
      List<Filter> filters = filters();
      if (counted || filters.isEmpty()) {
        return;
      }
      InputStream encoded = createRawInputStream();
      for (int i = 0; i < filters.size(); i++) {
        Counted decoded = new Counted(i < filters.size() - 1);
        try (InputStream from = encoded) {
          filters.get(i).decode(from, decoded, this, i, DecodeOptions.DEFAULT);
        }
        if (decoded.kept != null) {
          encoded = new ByteArrayInputStream(decoded.kept.toByteArray());
        }
      }
      counted = true;
    }

    /** Each once, as PDFBox applies them. */
    private List<Filter> filters() throws IOException {
      Set<Filter> filters = new LinkedHashSet<>();
      for (COSBase name : names()) {
        if (!(name instanceof COSName known) || !READ.contains(known)) {
          throw new IOException("Not a stream with text");
        }
        filters.add(FilterFactory.INSTANCE.getFilter(known));
      }
      return List.copyOf(filters);
    }

    private List<COSBase> names() {
      List<COSBase> names = new ArrayList<>();
      COSBase filters = getFilters();
      if (filters instanceof COSArray array) {
        for (int i = 0; i < array.size(); i++) {
          names.add(array.getObject(i));
        }
      } else if (filters != null) {
        names.add(filters);
      }
      return names;
    }
  }

  private final class Counted extends OutputStream {

    private final @Nullable ByteArrayOutputStream kept;

    Counted(boolean isRead) {
      kept = isRead ? new ByteArrayOutputStream() : null;
    }

    @Override
    public void write(int octet) throws IOException {
      count(1);
      if (kept != null) {
        kept.write(octet);
      }
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
      count(length);
      if (kept != null) {
        kept.write(octets, offset, length);
      }
    }

    private void count(int length) throws IOException {
      left -= length;
      if (left < 0) {
        throw new IOException("The document is too large");
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException();
      }
    }
  }
}
