using System.Text;

using SurveyFunctions.Hosting;

namespace SurveyFunctions.Intake;

/// <summary>A receipt as programs get it: <c>{"receipt":"…","status":"received"}</c>.</summary>
public static class ReceiptResult
{
    public const string Received = "received";

    /// <param name="receipt">Letters, digits and hyphens, so it stands in JSON as it is.</param>
    /// <param name="state">What became of the response.</param>
    /// <param name="status">Of HTTP.</param>
    public static BytesResult Of(string receipt, string state, int status) =>
        new(Encoding.UTF8.GetBytes($$"""{"receipt":"{{receipt}}","status":"{{state}}"}"""), "application/json", status);
}
