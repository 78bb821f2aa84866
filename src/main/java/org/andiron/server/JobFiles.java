package org.andiron.server;

/**
 * Keeps files that jobs in the background write, as exports do: they are no resources, are listed
 * when the job is done, for who started it, and go with the job.
 */
public interface JobFiles {

  /**
   * Keeps a file that nobody can have before its job is done.
   *
   * @param job id of its instance
   * @param type of the resources in it
   * @param lines one resource each, in UTF-8
   * @return the id of the file, which the job has to tell in its report
   */
  String write(String job, String type, byte[] lines);
}
