package org.andiron.load;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.andiron.load.SourceFile.Kind;
import org.jspecify.annotations.Nullable;

/** Reads every input once, to learn what it holds and what it needs; keeps no content. */
final class SourceScanner {

  private static final Pattern FHIR_NAME =
      Pattern.compile(".*\\.(json|ndjson|jsonl)(\\.gz)?|.*\\.gz", Pattern.CASE_INSENSITIVE);
  private static final Pattern NDJSON_NAME =
      Pattern.compile(".*\\.(ndjson|jsonl)(\\.gz)?", Pattern.CASE_INSENSITIVE);

  private final ResourceInspector inspector = new ResourceInspector();
  private final Set<Path> excluded;
  private final int threads;

  /**
   * @param excluded files that are never inputs: the loader's own
   * @param threads files read at a time
   */
  SourceScanner(Set<Path> excluded, int threads) {
    this.excluded = excluded;
    this.threads = threads;
  }

  /**
   * What there is to load.
   *
   * @param rejections files and whole inputs that cannot be read as FHIR
   * @param notices files left aside, for the operator to see
   */
  record Scan(List<Portion> portions, List<Rejection> rejections, List<String> notices) {}

  /** One file found, with the name to report it by. */
  private record Candidate(Path path, String label, boolean ndjson) {}

  /** What one file came to: portions or the reason why not. */
  private record Result(List<Portion> portions, List<Rejection> rejections) {}

  /**
   * Scans files and folders.
   *
   * @param stdin where {@code -} reads from; spooled to a temporary file
   * @throws LoadException when a path does not exist
   */
  Scan scan(List<String> paths, InputStream stdin) {
    List<String> notices = new ArrayList<>();
    List<Candidate> candidates = new ArrayList<>();
    try {
      for (String path : paths) {
        if (path.equals("-")) {
          candidates.add(new Candidate(spool(stdin), "-", true));
        } else {
          find(Path.of(path), candidates, notices);
        }
      }
    } catch (IOException e) {
      throw new LoadException("cannot list the input: " + e.getMessage(), e);
    }
    return read(candidates, notices);
  }

  private void find(Path path, List<Candidate> found, List<String> notices) throws IOException {
    if (Files.isRegularFile(path)) {
      found.add(candidate(path));
      return;
    }
    if (!Files.isDirectory(path)) {
      throw new LoadException("no such file or folder: " + path);
    }
    try (var tree = Files.walk(path)) {
      for (Path file : tree.filter(Files::isRegularFile).sorted().toList()) {
        if (excluded.contains(file.toAbsolutePath().normalize())) {
          continue;
        }
        String name = file.getFileName().toString();
        if (FHIR_NAME.matcher(name).matches() && !name.startsWith(".")) {
          found.add(candidate(file));
        } else {
          notices.add("left aside, not named as FHIR JSON: " + file);
        }
      }
    }
  }

  private static Candidate candidate(Path file) {
    boolean ndjson = NDJSON_NAME.matcher(file.getFileName().toString()).matches();
    return new Candidate(file, file.toString(), ndjson);
  }

  private static Path spool(InputStream stdin) throws IOException {
    Path file = Files.createTempFile("andiron-load", ".ndjson");
    file.toFile().deleteOnExit();
    try (OutputStream out = Files.newOutputStream(file)) {
      stdin.transferTo(out);
    }
    return file;
  }

  private Scan read(List<Candidate> candidates, List<String> notices) {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Result>> futures =
          candidates.stream().map(candidate -> pool.submit(() -> read(candidate))).toList();
      List<Portion> portions = new ArrayList<>();
      List<Rejection> rejections = new ArrayList<>();
      Map<String, String> seen = new HashMap<>();
      for (Future<Result> future : futures) {
        Result result = future.get();
        rejections.addAll(result.rejections());
        if (result.portions().isEmpty()) {
          continue;
        }
        SourceFile file = result.portions().get(0).file();
        @Nullable String twin = seen.putIfAbsent(file.sha256(), file.label());
        if (twin == null) {
          portions.addAll(result.portions());
        } else {
          notices.add("left aside, same bytes as " + twin + ": " + file.label());
        }
      }
      return new Scan(List.copyOf(portions), List.copyOf(rejections), List.copyOf(notices));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LoadException("interrupted while reading the input", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  private Result read(Candidate candidate) {
    try {
      boolean gzip = SourceFile.startsAsGzip(candidate.path());
      if (!candidate.ndjson()) {
        @Nullable Result single = readSingle(candidate, gzip);
        if (single != null) {
          return single;
        }
      }
      return readLines(candidate, gzip);
    } catch (JsonProcessingException e) {
      // The message of the parser quotes the content: only the place is repeated.
      var at = e.getLocation();
      String place =
          at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
      return refuse(candidate, "not readable as JSON" + place);
    } catch (NotFhirException e) {
      return refuse(candidate, "not a FHIR resource: " + e.getMessage());
    } catch (ZipException | CharacterCodingException e) {
      return refuse(candidate, "damaged file: " + e.getClass().getSimpleName());
    } catch (IOException e) {
      return refuse(candidate, "cannot be read: " + e.getClass().getSimpleName());
    }
  }

  private static Result refuse(Candidate candidate, String reason) {
    return new Result(List.of(), List.of(Rejection.unreadable(candidate.label(), null, reason)));
  }

  /** A file with one JSON value; null when it turns out to hold several. */
  private @Nullable Result readSingle(Candidate candidate, boolean gzip) throws IOException {
    Inspection inspection;
    Counted content = new Counted(candidate.path(), gzip);
    try (content;
        JsonParser parser = ResourceInspector.JSON.createParser(content.stream)) {
      parser.nextToken();
      inspection = inspector.inspect(parser);
      JsonToken more = parser.nextToken();
      if (more == JsonToken.START_OBJECT) {
        return null;
      }
      if (more != null) {
        throw new NotFhirException("more than one JSON value");
      }
      content.finish();
    }
    Kind kind =
        inspection.isRequestBundle()
            ? Kind.REQUEST_BUNDLE
            : inspection.isCollection() ? Kind.COLLECTION : Kind.RESOURCE;
    inspection.requireLoadable();
    SourceFile file =
        new SourceFile(candidate.path(), candidate.label(), kind, gzip, content.sha256());
    return new Result(
        List.of(
            new Portion(
                file,
                null,
                inspection.requires(),
                inspection.counts(),
                content.count,
                !"batch".equals(inspection.bundleType()),
                inspection.repeatable(),
                inspection.probe())),
        List.of());
  }

  private Result readLines(Candidate candidate, boolean gzip) throws IOException {
    Map<String, LineGroup> groups = new TreeMap<>();
    List<Rejection> rejections = new ArrayList<>();
    Counted content = new Counted(candidate.path(), gzip);
    try (content;
        LineReader lines = new LineReader(content.stream)) {
      while (lines.next()) {
        try {
          Inspection inspection = inspector.inspect(lines.buffer(), lines.length());
          inspection.requireLoadable();
          groups
              .computeIfAbsent(inspection.type(), type -> new LineGroup())
              .add(inspection, lines.length() + 1L);
        } catch (JsonProcessingException | NotFhirException e) {
          rejections.add(Rejection.unreadable(candidate.label(), lines.number(), unreadable(e)));
        }
      }
      content.finish();
    }
    if (groups.isEmpty() && rejections.isEmpty()) {
      return refuse(candidate, "not a FHIR resource: empty file");
    }
    SourceFile file =
        new SourceFile(candidate.path(), candidate.label(), Kind.NDJSON, gzip, content.sha256());
    List<Portion> portions = new ArrayList<>();
    groups.forEach((type, group) -> portions.add(group.toPortion(file, type)));
    return new Result(portions, rejections);
  }

  private static String unreadable(IOException e) {
    return e instanceof NotFhirException
        ? "not a FHIR resource: " + e.getMessage()
        : "not readable as JSON";
  }

  /** The lines of one type in a file. */
  private static final class LineGroup {
    private final Map<String, Long> counts = new TreeMap<>();
    private final Set<String> requires = new HashSet<>();
    private long bytes;

    void add(Inspection inspection, long length) {
      inspection.counts().forEach((type, count) -> counts.merge(type, count, Long::sum));
      requires.addAll(inspection.requires());
      bytes += length;
    }

    Portion toPortion(SourceFile file, String type) {
      return new Portion(file, type, requires, counts, bytes, false, false, null);
    }
  }

  /** The content of a file, counted inflated and hashed as it lies on disk. */
  private static final class Counted implements AutoCloseable {

    private final MessageDigest digest;
    private final DigestInputStream raw;
    final InputStream stream;
    long count;

    Counted(Path path, boolean gzip) throws IOException {
      try {
        digest = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
      raw = new DigestInputStream(new BufferedInputStream(Files.newInputStream(path)), digest);
      try {
        stream = new Counting(gzip ? new GZIPInputStream(raw, 1 << 16) : raw);
      } catch (IOException e) {
        raw.close();
        throw e;
      }
    }

    /** Reads what the parser left, so that count and hash are of the whole file. */
    void finish() throws IOException {
      stream.transferTo(OutputStream.nullOutputStream());
      raw.transferTo(OutputStream.nullOutputStream());
    }

    String sha256() {
      return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public void close() throws IOException {
      stream.close();
    }

    private final class Counting extends FilterInputStream {
      Counting(InputStream in) {
        super(in);
      }

      @Override
      public int read() throws IOException {
        int value = super.read();
        if (value >= 0) {
          count++;
        }
        return value;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        if (read > 0) {
          count += read;
        }
        return read;
      }
    }
  }
}
