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
