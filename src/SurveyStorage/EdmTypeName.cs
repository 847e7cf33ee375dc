namespace SurveyStorage;

/// <summary>The types that JSON alone does not tell apart, as they are named in <c>@odata.type</c> annotations.</summary>
internal static class EdmTypeName
{
    public const string AnnotationSuffix = "@odata.type";

    public static ReadOnlySpan<byte> Binary => "Edm.Binary"u8;

    public static ReadOnlySpan<byte> Int64 => "Edm.Int64"u8;

    public static ReadOnlySpan<byte> Double => "Edm.Double"u8;

    public static ReadOnlySpan<byte> DateTime => "Edm.DateTime"u8;

    public static ReadOnlySpan<byte> Guid => "Edm.Guid"u8;

    /// <summary>Seven digits of a second: a tick of .NET and of the service.</summary>
    public const string DateTimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";
}
