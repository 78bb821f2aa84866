package org.andiron;

public final class AndironApplication {
    public static void main(String[] args) {}
}
