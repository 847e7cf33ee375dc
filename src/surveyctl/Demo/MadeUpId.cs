using Surveys.Ids;

namespace Surveyctl.Demo;

/// <summary>The id of a response that is made up: the same for the same digest.</summary>
internal static class MadeUpId
{
    /// <param name="digest">16 bytes or more.</param>
    public static ResponseId Of(ReadOnlySpan<byte> digest)
    {
        // RFC 9562, version 4: as random as the digest.
        var bytes = digest[..16].ToArray();
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new ResponseId(new Guid(bytes, bigEndian: true));
    }
}
