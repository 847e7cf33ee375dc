namespace Storms.Faults;

/// <summary>What happens to a request on its way to Azurite.</summary>
internal enum RequestFault
{
    /// <summary>The connection is reset before the request arrived.</summary>
    Reset,

    /// <summary>The request is worked on, then the connection is reset: the reply is lost.</summary>
    ReplyLost,

    /// <summary>The connection is reset, and the request arrives later all the same.</summary>
    Late,

    /// <summary>Arrives twice; the second reply comes back.</summary>
    Twice,

    /// <summary>500 without being worked on.</summary>
    Status500,

    /// <summary>Worked on, and 500 all the same.</summary>
    Status500After,

    Status503,

    /// <summary>503 with Retry-After.</summary>
    Status503RetryAfter,

    /// <summary>Worked on; the reply comes after the client has given up.</summary>
    Timeout,

    /// <summary>The reply takes its time.</summary>
    Slow,

    /// <summary>A message is taken and dropped.</summary>
    MessageLost,

    /// <summary>A message is in the queue twice.</summary>
    MessageReplayed,

    /// <summary>A message comes later than others sent after it.</summary>
    MessageDelayed,
}
