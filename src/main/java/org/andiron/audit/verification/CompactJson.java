package org.andiron.audit.verification;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Goes through JSON in UTF-8 without making anything of it. It takes only what any parser takes and
 * all understand in the same way: no white space between tokens, names in ASCII without escapes,
 * whole numbers, not too deep. For all else it gives up.
 */
final class CompactJson {

  private static final int DEEPEST = 32;
  private static final int LONGEST_NUMBER = 18;
  private static final int ESCAPED_DIGITS = 4;

  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
  private static final long QUOTES = '"' * ONES;
  private static final long BACKSLASHES = '\\' * ONES;
  private static final long SPACES = ' ' * ONES;

  private final byte[] bytes;
  private int at;
  private int depth;
  private int from;
  private int to;
  private boolean escaped;
  private boolean ascii;

  CompactJson(byte[] bytes) {
    this.bytes = bytes;
  }

  /** It may be JSON, but not of the kind that is understood here. */
  static final class UnusualException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Without a stack trace: nobody sees it. */
    UnusualException() {
      super(null, null, false, false);
    }
  }

  /** The next byte, which stays. */
  byte peek() throws UnusualException {
    if (at >= bytes.length) {
      throw new UnusualException();
    }
    return bytes[at];
  }

  /** Enters an object or an array. Says whether there is an element. */
  boolean begin(char bracket) throws UnusualException {
    expect(bracket);
    if (++depth > DEEPEST) {
      throw new UnusualException();
    }
    return !left(bracket == '{' ? '}' : ']');
  }

  /** Goes on behind an element, to the next one or out. Says whether there is another. */
  boolean next(char bracket) throws UnusualException {
    if (left(bracket)) {
      return false;
    }
    expect(',');
    return true;
  }

  private boolean left(char bracket) throws UnusualException {
    if (peek() != bracket) {
      return false;
    }
    at++;
    depth--;
    return true;
  }

  /** Nothing may follow. */
  void end() throws UnusualException {
    if (at != bytes.length) {
      throw new UnusualException();
    }
  }

  private void expect(char what) throws UnusualException {
    if (peek() != what) {
      throw new UnusualException();
    }
    at++;
  }

  /** Reads the name of a member and the colon behind it. */
  void name() throws UnusualException {
    string();
    if (escaped || !ascii) {
      throw new UnusualException();
    }
    expect(':');
  }

  /** Reads a string, which is the current one then. */
  void string() throws UnusualException {
    expect('"');
    from = at;
    escaped = false;
    ascii = true;
    while (true) {
      plain();
      byte next = peek();
      if (next == '"') {
        to = at++;
        return;
      }
      if (next == '\\') {
        escape();
      } else if (next >= ' ') {
        at++;
      } else if (next < 0) {
        character();
      } else {
        throw new UnusualException();
      }
    }
  }

  /** Passes what is in ASCII and means itself, eight bytes at a time. */
  private void plain() {
    while (at <= bytes.length - Long.BYTES) {
      long word = (long) WORDS.get(bytes, at);
      long special =
          (word | zeros(word ^ QUOTES) | zeros(word ^ BACKSLASHES) | ((word - SPACES) & ~word))
              & HIGH_BITS;
      if (special != 0) {
        at += Long.numberOfTrailingZeros(special) / Byte.SIZE;
        return;
      }
      at += Long.BYTES;
    }
  }

  /** The lowest byte of the word that is zero has its high bit set, and none below. */
  private static long zeros(long word) {
    return (word - ONES) & ~word;
  }

  private void escape() throws UnusualException {
    escaped = true;
    at++;
    switch (peek()) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at++;
      case 'u' -> {
        at++;
        for (int i = 0; i < ESCAPED_DIGITS; i++) {
          if (Character.digit(peek(), 16) < 0) {
            throw new UnusualException();
          }
          at++;
        }
      }
      default -> throw new UnusualException();
    }
  }

  /** One beyond ASCII, as the Unicode standard has it in its table of well-formed sequences. */
  private void character() throws UnusualException {
    ascii = false;
    int first = peek() & 0xFF;
    at++;
    if (first >= 0xC2 && first <= 0xDF) {
      continuation(0x80, 0xBF);
    } else if (first >= 0xE0 && first <= 0xEF) {
      continuation(first == 0xE0 ? 0xA0 : 0x80, first == 0xED ? 0x9F : 0xBF);
      continuation(0x80, 0xBF);
    } else if (first >= 0xF0 && first <= 0xF4) {
      continuation(first == 0xF0 ? 0x90 : 0x80, first == 0xF4 ? 0x8F : 0xBF);
      continuation(0x80, 0xBF);
      continuation(0x80, 0xBF);
    } else {
      throw new UnusualException();
    }
  }

  private void continuation(int least, int most) throws UnusualException {
    int next = peek() & 0xFF;
    if (next < least || next > most) {
      throw new UnusualException();
    }
    at++;
  }

  /** Passes a number, {@code true}, {@code false} or {@code null}. */
  void scalar() throws UnusualException {
    switch (peek()) {
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      default -> number();
    }
  }

  private void word(String word) throws UnusualException {
    for (int i = 0; i < word.length(); i++) {
      expect(word.charAt(i));
    }
  }

  private void number() throws UnusualException {
    if (peek() == '-') {
      at++;
    }
    int first = at;
    while (peek() >= '0' && peek() <= '9') {
      at++;
    }
    int digits = at - first;
    if (digits == 0 || digits > LONGEST_NUMBER || (digits > 1 && bytes[first] == '0')) {
      throw new UnusualException();
    }
    if (peek() != ',' && peek() != '}' && peek() != ']') {
      throw new UnusualException();
    }
  }

  /** Where the current string begins. */
  int from() {
    return from;
  }

  /** Where it ends. */
  int to() {
    return to;
  }

  byte at(int position) {
    return bytes[position];
  }

  /** Whether the current string stands there as it is. */
  boolean isLiteral() {
    return !escaped;
  }

  boolean isAscii() {
    return ascii;
  }

  /** Whether the current string stands there as this. */
  boolean is(byte[] expected) {
    return to - from == expected.length && isAt(expected, from);
  }

  /** Whether these bytes are at a position. */
  boolean isAt(byte[] expected, int begin) {
    for (int i = 0; i < expected.length; i++) {
      if (bytes[begin + i] != expected[i]) {
        return false;
      }
    }
    return true;
  }

  /** Whether bytes are part of others, there. */
  boolean isIn(byte[] others, int offset, int begin, int end) {
    return Arrays.equals(others, offset, offset + end - begin, bytes, begin, end);
  }

  /** Whether two parts are the same. */
  boolean same(int begin, int end, int otherBegin, int otherEnd) {
    return Arrays.equals(bytes, begin, end, bytes, otherBegin, otherEnd);
  }
}
