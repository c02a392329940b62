package jacquard.cluster;

import java.nio.file.Path;
import java.util.Locale;
import org.jgroups.util.TLS;
import org.jgroups.util.TLSClientAuth;

/**
 * The certificates by which members know each other: each connection is encrypted, and both ends
 * must show a certificate that the other trusts. Files are PKCS #12, as {@code keytool} writes
 * them.
 *
 * @param keys the file of this member's key and certificate
 * @param keysPassword its password
 * @param trusted the file of the certificates trusted: those of all members, or of who signed them
 * @param trustedPassword its password
 */
public record Tls(Path keys, String keysPassword, Path trusted, String trustedPassword) {
  TLS settings() {
    return new TLS()
        .enabled(true)
        .setProtocols(new String[] {"TLSv1.3"})
        .setClientAuth(TLSClientAuth.NEED)
        .setKeystorePath(keys.toString())
        .setKeystorePassword(keysPassword)
        .setTruststorePath(trusted.toString())
        .setTruststorePassword(trustedPassword);
  }

  /** The files, and no password. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "keys %s, trusted %s", keys, trusted);
  }
}
