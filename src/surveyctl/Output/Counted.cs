namespace Surveyctl.Output;

/// <summary>A number with what it counts.</summary>
internal static class Counted
{
    /// <param name="one">In the singular, of a plural with <c>s</c>.</param>
    public static string Of(long count, string one) => count == 1 ? $"1 {one}" : $"{count:N0} {one}s";
}
