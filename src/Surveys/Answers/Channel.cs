namespace Surveys.Answers;

/// <summary>How a response came in. The order is part of the stored layout: append only.</summary>
public enum Channel
{
    /// <summary>A link, by message or e-mail.</summary>
    Link,

    /// <summary>A printed QR code.</summary>
    Qr,

    /// <summary>A tablet or computer that the school provides.</summary>
    Kiosk,

    /// <summary>Paper, entered by somebody else.</summary>
    Paper,
}

/// <summary>The name of a channel in submissions, links and stored rows.</summary>
public static class ChannelName
{
    private static readonly string[] Names = ["link", "qr", "kiosk", "paper"];

    public static IReadOnlyList<string> All => Names;

    public static string Of(Channel channel) => Names[(int)channel];

    public static bool TryParse(string? name, out Channel channel)
    {
        var index = Array.IndexOf(Names, name);
        channel = (Channel)Math.Max(0, index);
        return index >= 0;
    }
}
