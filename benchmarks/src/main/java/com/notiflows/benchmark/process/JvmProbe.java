package com.notiflows.benchmark.process;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** Inspects the JVM of another process. */
public final class JvmProbe implements AutoCloseable {

  private final VirtualMachine machine;

  private JvmProbe(VirtualMachine machine) {
    this.machine = machine;
  }

  /** Attaches to a process of the same user. */
  public static JvmProbe attach(long pid) throws IOException {
    try {
      return new JvmProbe(VirtualMachine.attach(Long.toString(pid)));
    } catch (AttachNotSupportedException e) {
      throw new IOException("Can't attach to the JVM " + pid, e);
    }
  }

  /**
   * The state of a JVM.
   *
   * @param heapMegabytes the used heap after a full collection
   */
  public record State(double heapMegabytes, int threads) {}

  /** Runs a full collection and reads the state. */
  public State state() throws IOException {
    JMXServiceURL url = new JMXServiceURL(machine.startLocalManagementAgent());
    try (JMXConnector connector = JMXConnectorFactory.connect(url)) {
      MBeanServerConnection beans = connector.getMBeanServerConnection();
      MemoryMXBean memory = ManagementFactory.getPlatformMXBean(beans, MemoryMXBean.class);
      memory.gc();
      ThreadMXBean threads = ManagementFactory.getPlatformMXBean(beans, ThreadMXBean.class);
      return new State(memory.getHeapMemoryUsage().getUsed() / 1e6, threads.getThreadCount());
    }
  }

  /**
   * Runs a command of async-profiler, such as {@code start,event=cpu}.
   *
   * @param folder where its library is unpacked
   */
  public void profile(String command, Path folder) throws IOException {
    try {
      machine.loadAgentPath(profilerLibrary(folder).toString(), command);
    } catch (AgentLoadException | AgentInitializationException e) {
      throw new IOException("The profiler refuses: " + command, e);
    }
  }

  private static Path profilerLibrary(Path folder) throws IOException {
    Path file = folder.resolve("libasyncProfiler.so");
    if (!Files.exists(file)) {
      String resource = "/linux-x64/" + file.getFileName();
      try (InputStream library = JvmProbe.class.getResourceAsStream(resource)) {
        Files.copy(library, file, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return file.toAbsolutePath();
  }

  @Override
  public void close() throws IOException {
    machine.detach();
  }
}
