namespace SurveyStorage.Sqlite;

/// <summary>How a value is written. The numbers are in files: none is ever given another meaning.</summary>
internal enum PropertyType : byte
{
    /// <summary>Length as a varint, UTF-8.</summary>
    Text = 1,

    /// <summary>Length as a varint, bytes.</summary>
    Binary = 2,

    False = 3,

    True = 4,

    /// <summary>4 bytes, little endian, as all that follow.</summary>
    Int32 = 5,

    /// <summary>8 bytes.</summary>
    Int64 = 6,

    /// <summary>8 bytes: the bits, whatever they are.</summary>
    Double = 7,

    /// <summary>8 bytes: ticks of UTC.</summary>
    Date = 8,

    /// <summary>16 bytes.</summary>
    Id = 9,
}
